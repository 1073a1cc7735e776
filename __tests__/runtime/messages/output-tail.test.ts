import { expect, test } from "@jest/globals";
import { LONGEST_VALUE } from "../../../runtime/src/messages/hide-values.ts";
import { OutputTail } from "../../../runtime/src/messages/output-tail.ts";

const hide = (text: string) => text.replaceAll("s3cret", "***");

/** The text of these pieces, of which ten bytes have room. */
function textOf(...pieces: string[]): string {
  const tail = new OutputTail(10, hide);
  for (const piece of pieces) tail.push(Buffer.from(piece));
  return tail.text();
}

test.each([
  [[], ""],
  [["a"], "a"],
  [["aaaa\n", "bbbb\n"], "aaaa\nbbbb\n"],
  [["aaaa\n", "bbbb\n", "c"], "bbbb\nc"],
  [["aaaa\n", "bbbb\n", "cc\n", "dd\n"], "cc\ndd\n"],
  [["aaaa\nbbbb\ncc\ndd\n"], "cc\ndd\n"],
  [["a line that has no end"], "has no end"],
  [[..."aaaa\nbbbb\ncccc\ndddd\neeee\n"], "eeee\n"],
  [["aaaa\nbbbb\ncccc\ndddd\n", "ee\n"], "dddd\nee\n"],
  [["x", "é".repeat(4), "\n", "end"], "end"],
])("of %j, the last ten bytes in whole lines are %j", (pieces, text) => {
  expect(textOf(...pieces)).toBe(text);
});

test.each([
  ["at the start of the text", `${"x".repeat(LONGEST_VALUE)}s3cret${"y".repeat(8)}`, "yyyyyyy"],
  ["at the start of what is kept", `s3cret${"y".repeat(LONGEST_VALUE + 7)}`, "yyyyyyyyyy"],
])("no part of what is hidden is seen where it is cut %s", (_, all, text) => {
  expect(textOf(all)).toBe(text);
  expect(textOf(...all.match(/.{1,1000}/g)!)).toBe(text);
});

test("a piece may be changed after it was given", () => {
  const tail = new OutputTail(10, hide);
  const piece = Buffer.from("a");
  tail.push(piece);
  piece.fill("b");
  expect(tail.text()).toBe("a");
});
