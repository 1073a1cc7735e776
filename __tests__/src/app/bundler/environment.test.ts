import { expect, test } from "@jest/globals";
import { bundlerEnvironment } from "../../../../src/app/bundler/environment.ts";

const app = { gemfile: "gems.rb" } as const;

test("Bundler's environment is the same while vendoring and in Lambda", () => {
  const own = { version: "2.5.22", home: undefined };
  expect(bundlerEnvironment(app, own, { BUNDLE_WITHOUT: "test" })).toStrictEqual({
    BUNDLE_GEMFILE: "/tmp/mm/app/gems.rb",
    BUNDLE_PATH: "/tmp/mm/gems",
    BUNDLE_WITHOUT: "test",
    BUNDLE_FROZEN: "true",
    BUNDLE_APP_CONFIG: "/tmp/mm/app/.megamode/bundle",
    BUNDLER_VERSION: "2.5.22",
  });
});

test("Bundler's environment finds a vendored Bundler", () => {
  const vendored = { version: "2.6.9", home: "/tmp/mm/gems/bundler" };
  expect(bundlerEnvironment(app, vendored, {})).toMatchObject({
    BUNDLER_VERSION: "2.6.9",
    GEM_HOME: "/tmp/mm/gems/bundler",
  });
});
