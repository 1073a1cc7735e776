import { describe, expect, test } from "@jest/globals";
import { cutAfter, MIN_PIECE } from "../../../../src/bundle/archive/cut.ts";

const MB = 2 ** 20;

describe("a piece", () => {
  test("does not end while it is small, whatever comes", () => {
    expect(cutAfter("a", 100 * MB, MIN_PIECE - 1)).toBe(false);
  });

  test("ends after a large entry once it may", () => {
    expect(cutAfter("a", 100 * MB, MIN_PIECE)).toBe(true);
  });

  // These decide which pieces a later build finds in the bucket: other figures upload everything again.
  test.each([
    ["app/models/file_4278.rb", 854_040, 854_041],
    ["app/models/file_5249.rb", 7_323, 7_324],
  ])("after `%s` ends by the entry's size: not with %i bytes, but with %i", (path, no, yes) => {
    expect([cutAfter(path, no, MIN_PIECE), cutAfter(path, yes, MIN_PIECE)]).toEqual([false, true]);
  });

  test("does not depend on what was in it before", () => {
    for (const path of ["a", "b", "c"]) {
      expect(cutAfter(path, MB, 5 * MB)).toBe(cutAfter(path, MB, MIN_PIECE));
    }
  });
});
