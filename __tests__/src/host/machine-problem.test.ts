import { writeFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { describeError } from "../../../src/host/describe-error.ts";

const failed = (code: string, more: object = { syscall: "write" }) =>
  Object.assign(new Error(`${code}: no, write '/planted'`), { code, ...more });
const told = (error: unknown) => describeError(error, () => []);

describe("a machine that is at its end is no fault of ours", () => {
  test.each([
    ["ENOSPC", /disk of this machine is full.*\nFree some space/],
    ["EDQUOT", /share of the disk is used up/],
    ["EROFS", /cannot be written to.*\n.*TMPDIR/],
    ["EMFILE", /may not open as many files.*\n.*ulimit -n/],
    ["ENFILE", /too many open files/],
    ["ENOMEM", /no memory left/],
    ["E2BIG", /variables are too large/],
    ["EIO", /cannot be read/],
  ])("%s, also as the cause of another error", (code, says) => {
    for (const error of [
      failed(code),
      new Error("it broke", { cause: failed(code) }),
      new Error("it broke", { cause: new Error("inner", { cause: failed(code) }) }),
    ]) {
      expect(told(error)).toMatch(says);
      expect(told(error)).not.toMatch(/Unexpected|report it|planted/);
    }
  });

  test("as a full disk really says it", () => {
    let error: unknown;
    try {
      writeFileSync("/dev/full", "x");
    } catch (caught) {
      error = caught;
    }
    expect(told(error)).toMatch(/^A disk of this machine is full \(ENOSPC, write\)\./);
  });
});

test.each([failed("ENOENT"), failed("ENOSPC", {}), new Error("ENOSPC"), "ENOSPC"])(
  "any other error is unexpected: %s",
  (error) => {
    expect(told(error)).toMatch(/^Unexpected: [\s\S]*please report it/);
  },
);
