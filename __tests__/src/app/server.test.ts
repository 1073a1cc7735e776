import { describe, expect, test } from "@jest/globals";
import { serverCommand } from "../../../src/app/server.ts";

const ruby = { abi: "3.3.0", bundler: "2.5.22" };

describe("the rack server", () => {
  test("is Puma on the socket, started by the packaged Ruby with our configuration and rackup file", () => {
    const { argv, cwd } = serverCommand({ kind: "rails", gemfile: "Gemfile" }, ruby);
    expect(argv.join(" ")).toBe(
      "/tmp/mm/bin/ruby -rbundler/setup /tmp/mm/gems/ruby/3.3.0/bin/puma" +
        " --config /tmp/mm/app/.megamode/puma.rb --bind unix:///tmp/mm/run/server.sock --workers 0" +
        " /tmp/mm/app/.megamode/config.ru",
    );
    expect(cwd).toBe("/tmp/mm/app");
  });

  test("finds its gems whatever the operator's environment says", () => {
    expect(serverCommand({ kind: "rack", gemfile: "gems.rb" }, ruby).env).toEqual({
      BUNDLE_GEMFILE: "/tmp/mm/app/gems.rb",
      BUNDLE_PATH: "/tmp/mm/gems",
      BUNDLE_WITHOUT: "development:test",
      BUNDLE_FROZEN: "true",
      BUNDLE_APP_CONFIG: "/tmp/mm/app/.megamode/bundle",
      BUNDLER_VERSION: "2.5.22",
    });
  });

  test("runs in production unless the operator says otherwise", () => {
    const of = (kind: "rails" | "rack") =>
      serverCommand({ kind, gemfile: "Gemfile" }, ruby).defaults;
    expect(of("rails")).toMatchObject({ RAILS_ENV: "production", RACK_ENV: "production" });
    expect(of("rack")).not.toHaveProperty("RAILS_ENV");
  });
});
