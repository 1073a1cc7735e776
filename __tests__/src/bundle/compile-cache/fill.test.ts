import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { fillCompileCache } from "../../../../src/bundle/compile-cache/fill.ts";
import type { StartInput } from "../../../../src/bundle/compile-cache/start-server.ts";
import { fakeShell, type Outcome } from "../../../fakes/shell.ts";
import { readTree, tree, writeTree } from "../../../tree.ts";

const server = {
  argv: ["/tmp/mm/bin/ruby", "puma"],
  cwd: "/tmp/mm/app",
  env: { BUNDLE_PATH: "/tmp/mm/gems" },
  defaults: { BOOTSNAP_READONLY: "true", BOOTSNAP_CACHE_DIR: "/tmp/mm/cache", RAILS_ENV: "x" },
};

const compiles = (backing: string) =>
  writeTree(backing, { "cache/bootsnap/load-path-cache": "compiled" });

/** Fills the cache by a server that does as told. */
async function fill(
  backing: string,
  start: () => Outcome | undefined,
  changes: Partial<StartInput> = {},
) {
  const said: string[] = [];
  const shell = fakeShell((command) => (command.args.includes("/up") ? start() : {}));
  const { isFilled, loaded } = await fillCompileCache({
    root: { backing, shell },
    server,
    env: { RAILS_ENV: "production", RAILS_MASTER_KEY: "key" },
    healthCheckPath: "/up",
    log: (line) => said.push(line),
    ...changes,
  });
  return { isFilled, loaded, said, ran: shell.ran };
}

describe("filling the compile cache", () => {
  test("starts the server that ships, told to write its cache, and asks the health-check path", async () => {
    const backing = tree({ "app/config.ru": "" });
    const { isFilled, said, ran } = await fill(backing, () => {
      expect(statSync(join(backing, "run")).mode & 0o777).toBe(0o700);
      compiles(backing);
    });
    expect([isFilled, said]).toEqual([true, []]);
    const [start] = ran;
    expect(start).toMatchObject({ file: "/tmp/mm/bin/ruby", cwd: "/tmp/mm/app" });
    expect(start?.args.slice(2)).toEqual([
      "--",
      "/tmp/mm/run/server.sock",
      "/up",
      "",
      "120",
      "15",
      "/tmp/mm/bin/ruby",
      "-r/tmp/mm/cache/record.rb",
      "puma",
    ]);
    expect(start?.env).toMatchObject({
      MEGAMODE_BUILD: "1",
      SECRET_KEY_BASE_DUMMY: "1",
      BUNDLE_PATH: "/tmp/mm/gems",
      BOOTSNAP_READONLY: "false",
      BOOTSNAP_CACHE_DIR: "/tmp/mm/cache",
      RAILS_ENV: "production",
      RAILS_MASTER_KEY: "key",
    });
    expect(existsSync(join(backing, "run"))).toBe(false);
  });

  test("asks as a prewarm does where the server takes that, and does not log the end of it", async () => {
    const output = "Listening\n\u001emegamode-end secret \n";
    const takes = { server: { ...server, takesPrewarm: true as const } };
    const { ran, said } = await fill(tree(), () => ({ output }), takes);
    expect(ran[0]?.args.slice(4, 7)).toEqual(["/up", "prewarm", "120"]);
    expect(said).toEqual(["Listening"]);
  });

  test("has everything loaded, so that what is deferred in Lambda is compiled too", async () => {
    const defaults = { ...server.defaults, MEGAMODE_EAGER_LOAD: "first-request" };
    const env = { MEGAMODE_EAGER_LOAD: "auto" };
    const { ran } = await fill(tree(), () => {}, { server: { ...server, defaults }, env });
    expect(ran[0]?.env).toMatchObject({ MEGAMODE_EAGER_LOAD: "app" });
  });

  test("returns what the server loaded before bootsnap took over, and leaves no record of it", async () => {
    const backing = tree();
    const { loaded } = await fill(backing, () => {
      compiles(backing);
      writeTree(backing, { "cache/loaded": "/tmp/mm/gems/a.rb\0/tmp/mm/gems/b c.rb\0" });
    });
    expect(loaded).toEqual(["/tmp/mm/gems/a.rb", "/tmp/mm/gems/b c.rb"]);
    expect(Object.keys(readTree(backing))).toEqual(["cache/bootsnap/load-path-cache"]);
  });

  test("gives all files, and the cache's, the times that they are packed with", async () => {
    const backing = tree({ "app/a.rb": "1", "gems/b.rb": "1" });
    const time = (path: string) => statSync(join(backing, path)).mtimeMs;
    await fill(backing, () => {
      expect(time("app/a.rb")).toBe(time("gems/b.rb"));
      writeTree(backing, { "cache/bootsnap/c": "1" });
      expect(time("cache/bootsnap/c")).not.toBe(time("app/a.rb"));
    });
    expect(time("cache/bootsnap/c")).toBe(time("app/a.rb"));
  });

  test("starts without what an earlier build compiled, or a build command left of a server", async () => {
    const backing = tree({
      "cache/bootsnap/of-an-earlier-build": "",
      "cache/first": "",
      "run/server.sock": "",
    });
    await fill(backing, () => {
      expect(readdirSync(join(backing, "cache"))).toEqual(["record.rb"]);
      compiles(backing);
    });
    expect(readTree(backing)).toEqual({ "cache/bootsnap/load-path-cache": "compiled" });
  });

  test("says where the server did not start, and takes what it had compiled", async () => {
    const backing = tree();
    const { isFilled, said } = await fill(backing, () => {
      compiles(backing);
      return { status: 1 };
    });
    expect(isFilled).toBe(true);
    expect(said).toEqual([expect.stringContaining("did not start")]);
  });

  test("is given up for an app that does not set bootsnap up", async () => {
    const { isFilled, said, ran } = await fill(tree(), () => {});
    expect([isFilled, said, ran.length]).toEqual([false, [], 1]);
  });
});
