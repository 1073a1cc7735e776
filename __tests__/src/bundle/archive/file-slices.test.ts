import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { fileSlices } from "../../../../src/bundle/archive/file-slices.ts";
import { tree } from "../../../tree.ts";

const file = join(tree({ file: "abcdefgh" }), "file");
const slices = (size: number, most: number) => [...fileSlices(file, size, most)].map(String);

test.each([
  [3, ["abc", "def", "gh"]],
  [4, ["abcd", "efgh"]],
  [8, ["abcdefgh"]],
  [100, ["abcdefgh"]],
])("a file is read in slices of at most %i bytes", (most, expected) => {
  expect(slices(8, most)).toEqual(expected);
});

test("a file that grows is read to the size that it had", () => {
  expect(slices(5, 3)).toEqual(["abc", "de"]);
});

test("a file that shrinks is an error: its header says another size", () => {
  expect(() => slices(9, 3)).toThrow("changed while it was packed");
});
