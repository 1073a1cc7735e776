import { describe, expect, test } from "@jest/globals";
import { serverCommand } from "../../../src/app/server.ts";

const ruby = { abi: "3.3.0", bundler: { BUNDLE_PATH: "/tmp/mm/gems" } };

describe("the rack server", () => {
  test("is Puma on the socket, started by the packaged Ruby with our configuration and rackup file", () => {
    const { argv, cwd } = serverCommand({ kind: "rails" }, ruby);
    expect(argv.join(" ")).toBe(
      "/tmp/mm/bin/ruby -rbundler/setup /tmp/mm/gems/ruby/3.3.0/bin/puma" +
        " --config /tmp/mm/app/.megamode/puma.rb --bind unix:///tmp/mm/run/server.sock --workers 0" +
        " /tmp/mm/app/.megamode/config.ru",
    );
    expect(cwd).toBe("/tmp/mm/app");
  });

  test("finds its gems whatever the operator's environment says", () => {
    expect(serverCommand({ kind: "rack" }, ruby).env).toEqual(ruby.bundler);
  });

  test("runs in production unless the operator says otherwise", () => {
    const of = (kind: "rails" | "rack") => serverCommand({ kind }, ruby).defaults;
    expect(of("rails")).toMatchObject({ RAILS_ENV: "production", RACK_ENV: "production" });
    expect(of("rack")).not.toHaveProperty("RAILS_ENV");
  });
});
