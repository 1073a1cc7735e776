import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { hasCodePack, makeCodePack } from "../../../../src/bundle/compile-cache/code-pack.ts";
import { fakeShell, type Outcome } from "../../../fakes/shell.ts";
import { readTree, tree, writeTree } from "../../../tree.ts";

const RUBY = { env: { LANG: "C.UTF-8" }, defaults: { LOCPATH: "/tmp/mm/locale" } };
const FILES = { "gems/b.rb": "", "ruby/a b.rb": "", "lib/c.rb": "", "app/d.rb": "" };

/** Makes a pack of these files by a Ruby that does as told. */
async function make(backing: string, loaded: readonly string[], outcome: Outcome = {}) {
  const listed: string[] = [];
  const shell = fakeShell(() => {
    listed.push(...readFileSync(join(backing, "cache/sources"), "utf8").split("\0"));
    writeTree(backing, { "cache/pack/code": "new", "cache/pack/index": "new" });
    return outcome;
  });
  const paths = loaded.map((path) => `/tmp/mm/${path}`);
  const made = await makeCodePack({ backing, shell }, RUBY, paths, () => {});
  return { made, listed, ran: shell.ran };
}

test("Ruby compiles what was loaded of the gems and of Ruby, with nothing of the app but those names", async () => {
  const backing = tree(FILES);
  const { made, listed, ran } = await make(backing, Object.keys(FILES));
  expect(made).toEqual(["cache/pack/code", "cache/pack/index"]);
  expect(await hasCodePack({ backing })).toBe(true);
  expect(listed).toEqual(["/tmp/mm/gems/b.rb", "/tmp/mm/lib/c.rb", "/tmp/mm/ruby/a b.rb"]);
  expect(ran).toHaveLength(1);
  expect(ran[0]).toMatchObject({ file: "env", cwd: "/" });
  expect(ran[0]).not.toHaveProperty("env");
  const { args = [] } = ran[0] ?? {};
  expect(args[0]).toBe("-i");
  expect(args.filter((arg) => /^\w+=/.test(arg)).map((arg) => arg.split("=")[0])).toEqual([
    ...["LOCPATH", "LANG", "BOOTSNAP_CACHE_DIR", "BOOTSNAP_READONLY", "GLIBC_TUNABLES"],
  ]);
  expect(Object.keys(readTree(backing))).not.toContain("cache/sources");
});

test.each([
  ["a link", "gems/link.rb"],
  ["a file behind a link", "gems/folder/d.rb"],
  ["a path that leads elsewhere", "gems/../app/d.rb"],
  ["a file that is not there", "gems/none.rb"],
  ["a folder", "gems/e"],
  ["a name that is not UTF-8, of which whoever packs it tells", "gems/\ufffd.rb"],
])("%s is not compiled", async (_, path) => {
  const backing = tree(FILES);
  symlinkSync("/tmp/mm/app/d.rb", join(backing, "gems/link.rb"));
  symlinkSync(join(backing, "app"), join(backing, "gems/folder"));
  mkdirSync(join(backing, "gems/e"));
  const name = Buffer.from([0xff, ...Buffer.from(".rb")]);
  writeFileSync(Buffer.concat([Buffer.from(join(backing, "gems/")), name]), "");
  const { made, ran } = await make(backing, [path]);
  expect([made, ran]).toEqual([[], []]);
});

test.each([
  ["compiling fails", { status: 1 }, ["gems/b.rb"]],
  ["nothing was loaded", {}, []],
])("there is no pack, and none from before, where %s", async (_, outcome, loaded) => {
  const backing = tree({ ...FILES, "cache/pack/code": "old", "cache/pack/index": "old" });
  expect((await make(backing, loaded, outcome)).made).toEqual([]);
  expect(await hasCodePack({ backing })).toBe(false);
});
