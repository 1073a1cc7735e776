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
      "/tmp/mm/bin/ruby -r/tmp/mm/app/.megamode/gem/lib/megamode/collections.rb -rbundler/setup" +
        " /tmp/mm/gems/ruby/3.3.0/bin/puma" +
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
      expect(started({ name, version: "1.0" }).argv.slice(3)).toEqual([
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

  test("may listen on a port, which PORT names too", () => {
    const command = "bundle exec rackup --port {port} {rackup}";
    const { argv, env, port } = started({ name: "command", command });
    expect(argv[2]).toBe("exec bundle exec rackup --port 8080 /tmp/mm/app/.megamode/config.ru");
    expect([port, env.PORT]).toEqual([8080, "8080"]);
    expect(started(puma)).not.toHaveProperty("port");
  });

  test("takes a prewarm's request where our rackup file runs", () => {
    const of = (server: Server) => started(server).takesPrewarm;
    for (const name of ["puma", "unicorn", "falcon", "webrick"] as const) {
      expect(of({ name, version: "1.0" })).toBe(true);
    }
    expect(of({ name: "command", command: "thin --socket {socket} -R {rackup}" })).toBe(true);
    expect(of({ name: "command", command: "thin --socket {socket}" })).toBeUndefined();
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

describe("collections while the app boots", () => {
  const early = "-r/tmp/mm/app/.megamode/gem/lib/megamode/collections.rb";
  const unicorn: Server = { name: "unicorn", version: "6.1.0" };
  const own: Server = { name: "command", command: "thin start" };
  const of = (kind: "rails" | "rack", server: Server, abi: string) =>
    serverCommand({ ...APP, kind, server }, "production", { ...ruby, abi });

  test.each([
    ["rails", puma, "3.1.0"],
    ["rack", puma, "3.3.0"],
    ["rails", { name: "falcon", version: "1.0" }, "3.4.0"],
    ["rails", { name: "webrick", version: "1.0" }, "4.0.0"],
  ] as const)("are put off: %s, %o, Ruby %s", (kind, server, abi) => {
    const { argv, defaults } = of(kind, server, abi);
    // Before Bundler, which makes the first of them.
    expect(argv.slice(1, 3)).toEqual([early, "-rbundler/setup"]);
    expect(Object.keys(defaults).filter((name) => name.startsWith("RUBY_GC_"))).toEqual([]);
  });

  test.each([
    ["rails", puma, "2.7.0", true],
    ["rails", puma, "3.0.0", true],
    ["rack", puma, "3.0.0", false],
    // Its first process would never collect.
    ["rails", unicorn, "3.2.0", true],
    ["rails", unicorn, "3.3.0", false],
    ["rails", own, "3.1.0", true],
  ] as const)("are Ruby's own: %s, %o, Ruby %s", (kind, server, abi, heap) => {
    const { argv, defaults } = of(kind, server, abi);
    expect(argv).not.toContain(early);
    // Rails then boots with the heap it grows into, where Ruby knows the setting by that name.
    expect(defaults.RUBY_GC_HEAP_INIT_SLOTS).toBe(heap ? "600000" : undefined);
  });
});
