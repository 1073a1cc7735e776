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
  test("that was compiled without the app goes with the gems, all else with the app", async () => {
    const dir = compiled([GEM, STDLIB, APP], [LIST, UNKNOWN]);
    const { leftOutOfApp, leftOutOfGems } = await divideCompileCache(dir, [compiledOf(GEM)]);
    const paths = [compiledOf(GEM), compiledOf(STDLIB), compiledOf(APP), LIST, UNKNOWN];
    expect(paths.map(leftOutOfApp)).toEqual([true, false, false, false, false]);
    expect(paths.map(leftOutOfGems)).toEqual([false, true, true, true, true]);
  });

  test("has a folder in each archive that holds something of it", async () => {
    const dir = compiled([GEM, APP]);
    const { leftOutOfApp, leftOutOfGems } = await divideCompileCache(dir, [compiledOf(GEM)]);
    const [ofGem, ofApp] = [dirname(compiledOf(GEM)), dirname(compiledOf(APP))];
    expect([leftOutOfApp(ofGem), leftOutOfGems(ofGem)]).toEqual([true, false]);
    expect([leftOutOfApp(ofApp), leftOutOfGems(ofApp)]).toEqual([false, true]);
    for (const path of ["cache", "cache/bootsnap", ISEQ]) {
      expect([leftOutOfApp(path), leftOutOfGems(path)]).toEqual([false, false]);
    }
  });

  test("without anything for the gems is not in their archive at all", async () => {
    const { leftOutOfApp, leftOutOfGems } = await divideCompileCache(compiled([GEM, APP]), []);
    expect([leftOutOfApp("cache"), leftOutOfGems("cache")]).toEqual([false, true]);
  });

  test("says nothing about files outside of it", async () => {
    const { leftOutOfApp, leftOutOfGems } = await divideCompileCache(compiled([APP]), []);
    for (const path of [APP, "gems", "cached"]) {
      expect([leftOutOfApp(path), leftOutOfGems(path)]).toEqual([false, false]);
    }
  });

  test("that is planned for the gems, but is not there, is in no archive", async () => {
    const gone = compiledOf("gems/ruby/3.1.0/gems/a-1/lib/gone.rb");
    const { leftOutOfGems } = await divideCompileCache(compiled([GEM]), [gone]);
    expect(leftOutOfGems(gone)).toBe(true);
  });
});
