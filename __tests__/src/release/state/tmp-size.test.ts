import { describe, expect, test } from "@jest/globals";
import type { UserError } from "../../../../src/errors.ts";
import { tmpSize } from "../../../../src/release/state/tmp-size.ts";

const MB = 2 ** 20;

describe("/tmp", () => {
  test.each([
    ["Lambda's least for a small app", 1, undefined, 512],
    ["half as much again as a large one takes", 1000 * MB, undefined, 1596],
    ["Lambda's most where that is more", 9000 * MB, undefined, 10_240],
    ["what the input says", 1000 * MB, 1200, 1200],
    ["what the input says, if that is just enough", 1000 * MB, 1064, 1064],
    ["Lambda's most for what just fits", 10_176 * MB, undefined, 10_240],
  ])("is %s", (_, bytes, asked, size) => {
    expect(tmpSize(bytes, asked)).toBe(size);
  });

  const refused = (bytes: number, asked?: number) => {
    try {
      tmpSize(bytes, asked);
    } catch (error) {
      return `${(error as UserError).message} ${(error as UserError).fix}`;
    }
    return "";
  };

  test("that cannot be large enough is an error that says what to do", () => {
    expect(refused(10_300 * MB)).toMatch(/10364 MB.* 10240 MB at most\..*`exclude`/);
    expect(refused(1000 * MB, 900)).toMatch(/`tmp-size` is 900 MB.*Set `tmp-size` to 1064 or more/);
  });
});
