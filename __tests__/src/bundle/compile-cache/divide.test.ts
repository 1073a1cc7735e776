import { dirname } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { compiledName } from "../../../../src/bundle/compile-cache/compiled-files.ts";
import { divideCompileCache } from "../../../../src/bundle/compile-cache/divide.ts";
import { tree } from "../../../tree.ts";

const ISEQ = "cache/bootsnap/compile-cache-iseq";
const compiledOf = (path: string) => `${ISEQ}/${compiledName(`/tmp/mm/${path}`)}`;

/** A root with these sources, each compiled, and these files beside. */
function compiled(sources: readonly string[], more: readonly string[] = []): string {
  const paths = [...sources, ...sources.map(compiledOf), ...more];
  return tree(Object.fromEntries(paths.map((path) => [path, ""])));
}

const GEM = "gems/ruby/3.1.0/gems/a-1/lib/a.rb";
const STDLIB = "ruby/3.1.0/set.rb";
const APP = "app/lib/b.rb";
const LIST = "cache/bootsnap/load-path-cache";
const UNKNOWN = `${ISEQ}/00/11111111111111`;

describe("the compile cache", () => {
  test("of gems and Ruby goes with the gems, that of the app and the rest with the app", async () => {
    const dir = compiled([GEM, STDLIB, APP], [LIST, UNKNOWN]);
    const { leftOutOfApp, leftOutOfGems } = await divideCompileCache(dir);
    const paths = [GEM, STDLIB, APP].map(compiledOf).concat(LIST, UNKNOWN);
    expect(paths.map(leftOutOfApp)).toEqual([true, true, false, false, false]);
    expect(paths.map(leftOutOfGems)).toEqual([false, false, true, true, true]);
  });

  test("has a folder in each archive that holds something of it", async () => {
    const { leftOutOfApp, leftOutOfGems } = await divideCompileCache(compiled([GEM, APP]));
    const [ofGem, ofApp] = [dirname(compiledOf(GEM)), dirname(compiledOf(APP))];
    expect([leftOutOfApp(ofGem), leftOutOfGems(ofGem)]).toEqual([true, false]);
    expect([leftOutOfApp(ofApp), leftOutOfGems(ofApp)]).toEqual([false, true]);
    for (const path of ["cache", "cache/bootsnap", ISEQ]) {
      expect([leftOutOfApp(path), leftOutOfGems(path)]).toEqual([false, false]);
    }
  });

  test("without anything for the gems is not in their archive at all", async () => {
    const { leftOutOfApp, leftOutOfGems } = await divideCompileCache(compiled([APP]));
    expect([leftOutOfApp("cache"), leftOutOfGems("cache")]).toEqual([false, true]);
  });

  test("says nothing about files outside of it", async () => {
    const { leftOutOfApp, leftOutOfGems } = await divideCompileCache(compiled([APP]));
    for (const path of [APP, "gems", "cached"]) {
      expect([leftOutOfApp(path), leftOutOfGems(path)]).toEqual([false, false]);
    }
  });

  test("goes with the app where an earlier build's archive of gems lacks it", async () => {
    const since = "gems/ruby/3.1.0/gems/a-1/lib/b.rb";
    const before = [{ path: compiledOf(GEM), source: `/tmp/mm/${GEM}` }];
    const { leftOutOfApp } = await divideCompileCache(compiled([GEM, since]), before);
    expect([GEM, since].map((path) => leftOutOfApp(compiledOf(path)))).toEqual([true, false]);
  });

  test("goes with the app as a whole where an earlier build packed nothing of it", async () => {
    const { leftOutOfApp } = await divideCompileCache(compiled([GEM]), []);
    expect(leftOutOfApp(compiledOf(GEM))).toBe(false);
  });
});
