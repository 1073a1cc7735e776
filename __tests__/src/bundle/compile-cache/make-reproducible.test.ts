import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { compiledName } from "../../../../src/bundle/compile-cache/compiled-files.ts";
import { makeReproducible } from "../../../../src/bundle/compile-cache/make-reproducible.ts";
import { type FakeShell, fakeShell, type Outcome } from "../../../fakes/shell.ts";
import { readTree, tree, writeTree } from "../../../tree.ts";

const ISEQ = "cache/bootsnap/compile-cache-iseq";
const LIST = "cache/bootsnap/load-path-cache";
const SOURCES = ["gems/b.rb", "app/a.rb"];

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
async function run(backing: string, compile: (cache: string) => Outcome | undefined = () => {}) {
  let list: string | undefined;
  const shell = fakeShell(({ args }) => {
    if (!args.join(" ").includes("Bootsnap::CLI")) return;
    list = readFileSync(join(backing, "cache/sources"), "utf8");
    return compile(join(backing, ISEQ));
  });
  await makeReproducible({ backing, shell }, { BUNDLE_PATH: "/tmp/mm/gems" }, () => {});
  return { shell, list: list?.split("\0") };
}

describe("a compile cache", () => {
  test("is made again by a process that does nothing else, sources in order, memory filled", async () => {
    const dir = compiled("first");
    const { shell, list } = await run(dir, (cache) => {
      expect(existsSync(cache)).toBe(false); // Nothing of the first one is found again.
      writeTree(cache, { "00/11": "again" });
    });
    expect(list).toEqual(["/tmp/mm/app/a.rb", "/tmp/mm/gems/b.rb"]);
    expect(shell.ran).toEqual([
      {
        file: "/tmp/mm/bin/ruby",
        args: ["-rbundler/setup", "-e", expect.any(String), "--", "/tmp/mm/cache/sources"],
        cwd: "/tmp/mm/app",
        env: {
          BUNDLE_PATH: "/tmp/mm/gems",
          GLIBC_TUNABLES: expect.stringContaining("perturb"),
        },
      },
    ]);
    expect(readTree(join(dir, "cache"))).toEqual({
      "bootsnap/compile-cache-iseq/00/11": "again",
    });
  });

  test.each<[string, (cache: string) => Outcome]>([
    ["at once", () => ({ status: 1 })],
    [
      "half-way",
      (cache) => {
        writeTree(cache, { "00/11": "half" });
        return { status: 1 };
      },
    ],
  ])("stays as it was where that fails %s", async (_, compile) => {
    const dir = compiled("first");
    const before = readTree(join(dir, "cache"));
    await run(dir, compile);
    expect(readTree(join(dir, "cache"))).toEqual(before);
  });

  test("stays as it is where the source of a file is not known", async () => {
    const dir = compiled("first", { [`${ISEQ}/00/11111111111111`]: "?" });
    const before = readTree(dir);
    const { shell } = await run(dir, () => ({ status: 1 }));
    expect(shell.ran).toEqual([]);
    expect(readTree(dir)).toEqual(before);
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
    const { shell } = await run(dir, (cache) => {
      writeTree(cache, { "00/11": "again" });
      return {};
    });
    expect(isCompiler(shell)).toEqual([false, true]);
  });
});
