import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import {
  compiledName,
  partCompileCache,
} from "../../../../src/bundle/compile-cache/compiled-files.ts";

let dir = "";
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (path: string) => {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), "");
};

test("a file is found under the name that bootsnap gives it", () => {
  // FNV-1a, 64 bits: the standard's own examples. http://www.isthe.com/chongo/tech/comp/fnv/
  expect(compiledName("")).toBe("cb/f29ce484222325");
  expect(compiledName("a")).toBe("af/63dc4c8601ec8c");
  expect(compiledName("foobar")).toBe("85/944171f73967e8");
});

test("what was compiled of gems and Ruby goes with the gems, the app's and the rest with the app", async () => {
  dir = mkdtempSync(join(tmpdir(), "megamode-compiled-"));
  const iseq = "cache/bootsnap/compile-cache-iseq";
  const of = (path: string) => `${iseq}/${compiledName(`/tmp/mm/${path}`)}`;
  const sources = ["gems/ruby/3.1.0/gems/a-1/lib/a.rb", "ruby/3.1.0/set.rb", "app/lib/b.rb"];
  for (const path of sources) {
    write(path);
    write(of(path));
  }
  write("cache/bootsnap/load-path-cache");
  write(`${iseq}/00/11111111111111`);
  const { leftOutOfApp, leftOutOfGems } = await partCompileCache(dir);
  const [gem = "", stdlib = "", own = ""] = sources.map(of);
  const paths = [gem, stdlib, own, "cache/bootsnap/load-path-cache", `${iseq}/00/11111111111111`];
  expect(paths.map(leftOutOfApp)).toEqual([true, true, false, false, false]);
  expect(paths.map(leftOutOfGems)).toEqual([false, false, true, true, true]);
  // A folder goes where something in it does; what is no part of the cache is no affair of this.
  expect([leftOutOfApp(dirname(gem)), leftOutOfGems(dirname(own))]).toEqual([true, true]);
  expect(
    [iseq, "app/lib/b.rb", "gems"].some((path) => leftOutOfApp(path) || leftOutOfGems(path)),
  ).toBe(false);
});

test("what a packed archive of gems has not is the app's to bring", async () => {
  dir = mkdtempSync(join(tmpdir(), "megamode-compiled-"));
  const of = (path: string) =>
    `cache/bootsnap/compile-cache-iseq/${compiledName(`/tmp/mm/${path}`)}`;
  const [before, since] = [
    "gems/ruby/3.1.0/gems/a-1/lib/a.rb",
    "gems/ruby/3.1.0/gems/a-1/lib/b.rb",
  ];
  for (const path of [before, since]) {
    write(path);
    write(of(path));
  }
  const kept = [{ path: of(before), source: `/tmp/mm/${before}` }];
  const { leftOutOfApp } = await partCompileCache(dir, kept);
  expect([before, since].map((path) => leftOutOfApp(of(path)))).toEqual([true, false]);
});
