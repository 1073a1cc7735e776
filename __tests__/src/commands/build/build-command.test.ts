import { describe, expect, test } from "@jest/globals";
import {
  buildCommandEnvironment,
  chooseBuildCommand,
  masterKeyOf,
} from "../../../../src/commands/build/build-command.ts";

test.each([
  ["make", true, "make"],
  ["make", false, "make"],
  [undefined, true, "bin/rails assets:precompile"],
  [undefined, false, undefined],
  ["", true, ""],
])("`build-command: %s` of an app with assets (%s) is %s", (buildCommand, hasAssets, expected) => {
  expect(chooseBuildCommand({ buildCommand }, { hasAssets })).toBe(expected);
});

describe("the build command's environment", () => {
  const server = {
    argv: [],
    cwd: "/",
    env: { PATH: "/tmp/mm/bin", BUNDLE_PATH: "/tmp/mm/gems" },
    defaults: { BUNDLE_PATH: "weaker", RAILS_ENV: "production" },
  };

  test("is the server's, with the runner's programs behind ours", () => {
    expect(buildCommandEnvironment(server, "/usr/bin:/opt/node/bin", {}, [])).toEqual({
      PATH: "/tmp/mm/bin:/usr/bin:/opt/node/bin",
      BUNDLE_PATH: "/tmp/mm/gems",
      RAILS_ENV: "production",
    });
  });

  test("has of the function's variables the credentials' key alone, and what Ruby reads first", () => {
    const variables = { RAILS_MASTER_KEY: "key", DATABASE_URL: "postgres://secret" };
    const env = buildCommandEnvironment(server, "", variables, ["/tmp/mm/a.rb", "/tmp/mm/b.rb"]);
    expect(env).toMatchObject({
      RAILS_MASTER_KEY: "key",
      RUBYOPT: "-r/tmp/mm/a.rb -r/tmp/mm/b.rb",
    });
    expect(Object.keys(env)).not.toContain("DATABASE_URL");
  });
});

test("a key that is empty, as in a fork's run, is none", () => {
  expect(masterKeyOf({ RAILS_MASTER_KEY: "" })).toEqual({});
  expect(masterKeyOf({})).toEqual({});
});
