import { expect, test } from "@jest/globals";
import { formatBytes, formatDuration, lastLines } from "../../src/format.ts";

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.0 KB"],
  [1536, "1.5 KB"],
  [5 * 2 ** 20, "5.0 MB"],
  [2.5 * 2 ** 30, "2.5 GB"],
  [2 * 2 ** 40, "2048.0 GB"],
])("%d bytes are written as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [349.6, "350 ms"],
  [999, "999 ms"],
  [1000, "1.0 s"],
  [2449, "2.4 s"],
  [59_900, "59.9 s"],
  [60_000, "1 m 00 s"],
  [185_400, "3 m 05 s"],
  [3_600_000, "60 m 00 s"],
])("%d milliseconds are written as %s", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test("the last lines of an output are those before its trailing space", () => {
  expect(lastLines("one\ntwo\nthree\n\n", 2)).toBe("two\nthree");
  const many = Array.from({ length: 50 }, (_, at) => `line ${at}`).join("\n");
  expect(lastLines(many).split("\n")).toHaveLength(40);
  expect(lastLines(many)).toMatch(/^line 10\n[\s\S]*line 49$/);
});
