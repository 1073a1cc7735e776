import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { compiledName } from "../../../../src/bundle/compile-cache/compiled-files.ts";
import { makeReproducible } from "../../../../src/bundle/compile-cache/make-reproducible.ts";
import { type FakeShell, fakeShell, type Outcome } from "../../../fakes/shell.ts";
import { readTree, tree, writeTree } from "../../../tree.ts";

const ISEQ = "cache/bootsnap/compile-cache-iseq";
const LIST = "cache/bootsnap/load-path-cache";
const SOURCES = ["gems/b.rb", "app/b.rb", "app/a.rb"];

const compiledOf = (path: string) => `${ISEQ}/${compiledName(`/tmp/mm/${path}`)}`;
const isCompiler = (shell: FakeShell) =>
  shell.ran.map(({ args }) => args.join(" ").includes("Bootsnap::CLI"));

function compiled(text: string, more: Readonly<Record<string, string>> = {}): string {
  return tree({
    ...Object.fromEntries(SOURCES.map((path) => [path, ""])),
    ...Object.fromEntries(SOURCES.map((path) => [compiledOf(path), text])),
    ...more,
  });
}

/** Compiles again as told. */
async function run(backing: string, compile: (own: string) => Outcome | undefined = () => {}) {
  let list: string | undefined;
  const shell = fakeShell(({ args }) => {
    if (!args.join(" ").includes("Bootsnap::CLI")) return;
    list = readFileSync(join(backing, "cache/sources"), "utf8");
    return compile(join(backing, "cache/alone"));
  });
  await makeReproducible({ backing, shell }, { BUNDLE_PATH: "/tmp/mm/gems" }, () => {});
  return { shell, list: list?.split("\0") };
}

const again = (own: string, path: string) =>
  writeTree(own, { [compiledOf(path).replace("cache/", "")]: "again" });

describe("the app's part of a compile cache", () => {
  test("is made again by a process that does nothing else, sources in order, memory filled", async () => {
    const dir = compiled("first");
    const { shell, list } = await run(dir, (own) => {
      expect(existsSync(join(own, "bootsnap"))).toBe(false); // Nothing of the first one is found again.
      again(own, "app/a.rb");
      return {};
    });
    expect(list).toEqual(["/tmp/mm/app/a.rb", "/tmp/mm/app/b.rb"]);
    expect(shell.ran).toEqual([
      {
        file: "/tmp/mm/bin/ruby",
        args: ["-rbundler/setup", "-e", expect.any(String), "--", "/tmp/mm/cache/sources"],
        cwd: "/tmp/mm/app",
        env: {
          BUNDLE_PATH: "/tmp/mm/gems",
          BOOTSNAP_CACHE_DIR: "/tmp/mm/cache/alone",
          BOOTSNAP_READONLY: "false",
          GLIBC_TUNABLES: expect.stringContaining("perturb"),
        },
      },
    ]);
    const left = readTree(join(dir, "cache"));
    expect(Object.keys(left).sort()).toEqual(
      SOURCES.map((path) => compiledOf(path).replace("cache/", "")).sort(),
    );
    expect(Object.values(left).sort()).toEqual(["again", "first", "first"]);
  });

  test.each<[string, (own: string) => Outcome]>([
    ["at once", () => ({ status: 1 })],
    [
      "half-way",
      (own) => {
        again(own, "app/a.rb");
        return { status: 1 };
      },
    ],
  ])("stays as it was where that fails %s", async (_, compile) => {
    const dir = compiled("first");
    const before = readTree(join(dir, "cache"));
    await run(dir, compile);
    expect(readTree(join(dir, "cache"))).toEqual(before);
  });

  test("stays as it is as far as the source of a file is not known", async () => {
    const unknown = `${ISEQ}/00/11111111111111`;
    const dir = compiled("first", { [unknown]: "?" });
    const { list } = await run(dir);
    expect(list).toHaveLength(2);
    expect(readTree(dir)).toHaveProperty([unknown], "?");
  });

  test("without compiled files has its list of folders sorted, and nothing else", async () => {
    const dir = compiled("first", { [LIST]: "msgpack" });
    rmSync(join(dir, ISEQ), { recursive: true });
    const { shell } = await run(dir);
    expect(isCompiler(shell)).toEqual([false]);
    expect(shell.ran[0]?.args.at(-1)).toBe(`/tmp/mm/${LIST}`);
    expect(shell.ran[0]?.env).toEqual({ BUNDLE_PATH: "/tmp/mm/gems" });
  });

  test("with a list of folders has both done, whatever else lies in the cache", async () => {
    const dir = compiled("first", { [LIST]: "msgpack" });
    expect(isCompiler((await run(dir)).shell)).toEqual([false, true]);
  });
});
