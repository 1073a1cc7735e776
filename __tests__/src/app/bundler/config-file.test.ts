import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import {
  parseBundleConfig,
  readBundleConfig,
  renderBundleConfig,
} from "../../../../src/app/bundler/config-file.ts";
import { tree } from "../../../tree.ts";

describe("a file of Bundler's settings", () => {
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ["a value in double quotes", 'A: "x y"\n', { A: "x y" }],
    ["a value in single quotes", "A: 'x'\n", { A: "x" }],
    ["a bare value", "A: 4\r\nB: 5\n", { A: "4", B: "5" }],
    [
      "a name with colons",
      'A__HTTPS://X__ORG/: "http://m:1/"\n',
      { "A__HTTPS://X__ORG/": "http://m:1/" },
    ],
    ["no value", "A:\n", { A: "" }],
    ["an empty list", "A: []\nB: x\n", { A: "", B: "x" }],
    ["a list", "A:\n- x\n- 'y'\n  - \"z\"\nB: w\n", { A: "x:y:z", B: "w" }],
    ["an item of no list", "---\n- x\nA: y\n", { A: "y" }],
    ["comments and blank lines", "---\n# A: x\n\nB: y\n", { B: "y" }],
    ["an empty file", "", {}],
  ])("is read with %s", (_, text, expected) => {
    expect(Object.fromEntries(parseBundleConfig(text))).toEqual(expected);
  });

  test("is written as Bundler writes it", () => {
    const settings = new Map([
      ["BUNDLE_WITHOUT", "a:b"],
      ["BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/", "http://m:1/"],
    ]);
    const text = renderBundleConfig(settings);
    expect(text).toBe(
      '---\nBUNDLE_WITHOUT: "a:b"\nBUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/: "http://m:1/"\n',
    );
    expect(parseBundleConfig(text)).toEqual(settings);
  });

  test("has no settings where it is not there", async () => {
    const dir = tree({ config: "A: x\n" });
    expect(await readBundleConfig(join(dir, "config"))).toEqual(new Map([["A", "x"]]));
    for (const path of ["none", "config/below", "."]) {
      expect(await readBundleConfig(join(dir, path))).toEqual(new Map());
    }
  });

  test("that cannot be read for another reason is an error", async () => {
    await expect(readBundleConfig(`/${"x".repeat(300)}`)).rejects.toThrow("ENAMETOOLONG");
  });
});
