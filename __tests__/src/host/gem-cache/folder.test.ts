import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { chooseEntry, gemCacheFolder } from "../../../../src/host/gem-cache/folder.ts";

test("the folder of the gem cache is the user's, or where XDG says", () => {
  expect(gemCacheFolder({})).toBe(join(homedir(), ".cache/megamode-deploy/gems"));
  expect(gemCacheFolder({ XDG_CACHE_HOME: "/cache" })).toBe("/cache/megamode-deploy/gems");
});

describe("the entry that is restored", () => {
  /** Last used first. */
  const entries = ["b-3", ".17-a-1", "a-2", "b-1", "a-1"].map((name, at) => ({
    name,
    used: 9 - at,
  }));

  test.each<[string, string, readonly string[], string | undefined]>([
    ["the key's own, whatever else is near", "a-1", ["b-"], "a-1"],
    ["the last used of those near", "a-9", ["a-"], "a-2"],
    ["the first prefix's before one that was used later", "a-9", ["a-1", "b-"], "a-1"],
    ["the second prefix's where the first has none", "c-1", ["c-", "b-"], "b-3"],
    ["none where none is near", "c-1", ["c-"], undefined],
    ["none where nothing may be near", "c-1", [], undefined],
    ["never an incomplete one", ".17-a-1", [".17"], undefined],
  ])("is %s", (_, key, near, expected) => {
    expect(chooseEntry(entries, key, near)).toBe(expected);
  });
});
