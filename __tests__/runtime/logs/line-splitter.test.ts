import { describe, expect, test } from "@jest/globals";
import { LineSplitter } from "../../../runtime/src/logs/line-splitter.ts";

function cut(pieces: readonly (string | Buffer)[], max?: number) {
  const lines = new LineSplitter(max);
  const whole = pieces.flatMap((piece) => lines.push(Buffer.from(piece as string)));
  return { whole: whole.map(({ bytes }) => String(bytes)), rest: lines.flush()?.toString() };
}

test.each([
  [["a\nb\n"], ["a", "b"], undefined],
  [["a", "b\nc"], ["ab"], "c"],
  [["\n\n"], ["", ""], undefined],
  [["a\r\n"], ["a\r"], undefined],
  [[""], [], undefined],
])("%j is cut at its line feeds", (pieces, whole, rest) => {
  expect(cut(pieces)).toEqual({ whole, rest });
});

test("what was flushed is not given again", () => {
  const lines = new LineSplitter();
  lines.push(Buffer.from("a"));
  expect(String(lines.flush())).toBe("a");
  expect(lines.flush()).toBeUndefined();
});

test("a character that spans two pieces stays whole", () => {
  const bytes = Buffer.from("é\n");
  expect(cut([bytes.subarray(0, 1), bytes.subarray(1)]).whole).toEqual(["é"]);
});

describe("a line that is too long", () => {
  test("is cut between characters, and nothing is lost", () => {
    const { whole, rest } = cut(["ééééé", "éx\ny"], 5);
    expect(whole).toEqual(["éé", "éé", "ééx"]);
    expect(rest).toBe("y");
  });

  test("is one that exceeds the limit, not one that reaches it", () => {
    expect(cut(["aaaaa\n"], 5).whole).toEqual(["aaaaa"]);
    expect(cut(["aaaaab\n"], 5).whole).toEqual(["aaaaa", "b"]);
  });

  test("is cut before a character of four bytes that does not fit", () => {
    expect(cut(["ab😀\n"], 5).whole).toEqual(["ab", "😀"]);
  });

  test("is cut at the limit where the bytes are not UTF-8", () => {
    const lines = new LineSplitter(5).push(Buffer.from("6161808080808080800a", "hex"));
    expect(lines.map(({ bytes }) => bytes.toString("hex"))).toEqual(["6161808080", "80808080"]);
  });
});
