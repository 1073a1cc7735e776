import { describe, expect, test } from "@jest/globals";
import type { Server } from "../../../../src/app/app.ts";
import { serverCommand, withCompileCache } from "../../../../src/app/server/command.ts";

const ruby = { abi: "3.3.0", bundler: { BUNDLE_PATH: "/tmp/mm/gems" } };
const puma: Server = { name: "puma", version: "6.4.0" };
const APP = { kind: "rack", server: puma, locked: new Map<string, string>() } as const;
const started = (server: Server) => serverCommand({ ...APP, server }, "production", ruby);

describe("the rack server", () => {
  test("is Puma on the socket, started by the packaged Ruby with our configuration and rackup file", () => {
    const { argv, cwd } = started(puma);
    expect(argv.join(" ")).toBe(
      "/tmp/mm/bin/ruby -rbundler/setup /tmp/mm/gems/ruby/3.3.0/bin/puma" +
        " --config /tmp/mm/app/.megamode/puma.rb --bind unix:///tmp/mm/run/server.sock --workers 0" +
        " /tmp/mm/app/.megamode/config.ru",
    );
    expect(cwd).toBe("/tmp/mm/app");
  });

  test("may be another one of the bundle's, on the same socket", () => {
    expect(started({ name: "unicorn", version: "6.1.0" }).argv.slice(2)).toEqual([
      "/tmp/mm/gems/ruby/3.3.0/bin/unicorn",
      "--config-file",
      "/tmp/mm/app/.megamode/unicorn.rb",
      "/tmp/mm/app/.megamode/config.ru",
    ]);
    for (const name of ["falcon", "webrick"] as const) {
      expect(started({ name, version: "1.0" }).argv.slice(2)).toEqual([
        `/tmp/mm/app/.megamode/gem/lib/megamode/serve_${name}.rb`,
        "/tmp/mm/run/server.sock",
        "/tmp/mm/app/.megamode/config.ru",
      ]);
    }
  });

  test("may be the user's own line, which finds programs where every other server does", () => {
    const command = "bundle exec thin start --socket {socket} --rackup {rackup}";
    const { argv, env } = started({ name: "command", command });
    expect(argv).toEqual([
      "/bin/sh",
      "-c",
      "exec bundle exec thin start --socket /tmp/mm/run/server.sock --rackup /tmp/mm/app/.megamode/config.ru",
    ]);
    // The packaged Ruby brings PATH, with Lambda's own Node.js.
    expect(env).toEqual(started(puma).env);
  });

  test("may start when Ruby is there, unless the user's own line could start anything", () => {
    for (const name of ["puma", "unicorn", "falcon", "webrick"] as const)
      expect(started({ name, version: "1.0" }).startsAfter).toBe("ruby");
    expect(started({ name: "command", command: "ruby serve.rb" })).not.toHaveProperty(
      "startsAfter",
    );
  });

  test("finds its gems whatever the operator's environment says", () => {
    expect(started(puma).env).toEqual(ruby.bundler);
  });

  test("runs in one environment by both names, unless the operator says otherwise", () => {
    const of = (kind: "rails" | "rack", locked: ReadonlyMap<string, string> = APP.locked) =>
      serverCommand({ ...APP, kind, locked }, "staging", ruby).defaults;
    for (const defaults of [of("rails"), of("rack")]) {
      expect(defaults).toMatchObject({ RAILS_ENV: "staging", RACK_ENV: "staging" });
      expect(defaults).not.toHaveProperty("HANAMI_ENV");
    }
    expect(of("rack", new Map([["hanami", "2.1.1"]]))).toMatchObject({ HANAMI_ENV: "staging" });
  });

  test("sends Hanami's assets itself, unless the operator says otherwise", () => {
    const of = (...gems: readonly string[]) =>
      serverCommand(
        { ...APP, locked: new Map(gems.map((gem) => [gem, "2.1.0"])) },
        "production",
        ruby,
      ).defaults;
    expect(of("hanami", "hanami-assets")).toMatchObject({ HANAMI_SERVE_ASSETS: "true" });
    expect(of("hanami")).not.toHaveProperty("HANAMI_SERVE_ASSETS");
  });
});

test("bootsnap is off, or has the cache that ships and leaves it as it is", () => {
  const server = serverCommand({ ...APP, kind: "rails" }, "production", ruby);
  expect(server.defaults).toMatchObject({ DISABLE_BOOTSNAP: "1" });
  const { defaults } = withCompileCache(server);
  expect(defaults).not.toHaveProperty("DISABLE_BOOTSNAP");
  expect(defaults).toMatchObject({
    BOOTSNAP_CACHE_DIR: "/tmp/mm/cache",
    BOOTSNAP_READONLY: "true",
    RAILS_ENV: "production",
  });
});

test("a Rails app boots with the heap it grows into, where Ruby knows the setting by that name", () => {
  const of = (kind: "rails" | "rack", abi: string) =>
    serverCommand({ ...APP, kind }, "production", { ...ruby, abi }).defaults;
  for (const defaults of [of("rails", "2.7.0"), of("rails", "3.2.0")]) {
    expect(defaults).toMatchObject({ RUBY_GC_HEAP_INIT_SLOTS: "600000" });
  }
  for (const defaults of [of("rails", "3.3.0"), of("rails", "4.0.0"), of("rack", "3.1.0")]) {
    expect(defaults).not.toHaveProperty("RUBY_GC_HEAP_INIT_SLOTS");
  }
});
