import { describe, expect, test } from "@jest/globals";
import { parseRange } from "../../../../../local/services/s3/objects/range.ts";

describe("a range of ten bytes", () => {
  test.each([
    ["bytes=0-0", { start: 0, end: 0 }],
    ["bytes=2-4", { start: 2, end: 4 }],
    ["bytes=9-9", { start: 9, end: 9 }],
    ["bytes=7-", { start: 7, end: 9 }],
    ["bytes=-2", { start: 8, end: 9 }],
    ["bytes=-20", { start: 0, end: 9 }],
    ["bytes=2-99", { start: 2, end: 9 }],
    ["bytes=4-2", undefined],
    ["bytes=-", undefined],
    ["bytes=0-1,3-4", undefined],
    ["lines=0-1", undefined],
    [undefined, undefined],
  ])("%s is %j", (header, range) => {
    expect(parseRange(header, 10)).toEqual(range);
  });

  test.each([
    ["bytes=10-", 10],
    ["bytes=10-12", 10],
    ["bytes=-0", 10],
    ["bytes=0-", 0],
    ["bytes=-5", 0],
  ])("%s of %i bytes cannot be satisfied", (header, size) => {
    expect(() => parseRange(header, size)).toThrow(
      expect.objectContaining({ status: 416, code: "InvalidRange" }),
    );
  });
});
