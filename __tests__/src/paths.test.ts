import { expect, test } from "@jest/globals";
import { isInside } from "../../src/paths.ts";

test.each([
  ["/a/b", "/a/b", true],
  ["/a/b", "/a/b/c/d", true],
  ["/a/b/", "/a/b/c", true],
  ["/", "/etc", true],
  ["/a/b", "/a/bc", false],
  ["/a/b", "/a", false],
  ["/a/b/", "/a/b", false],
])("of the folder %s, %s is inside: %s", (folder, path, expected) => {
  expect(isInside(folder, path)).toBe(expected);
});
