import { expect, test } from "@jest/globals";
import { UserError } from "../../../../src/errors.ts";
import { explained } from "../../../../src/inject/copy/file-problem.ts";

const failed = (code: string) => Object.assign(new Error(`${code}: no`), { code });

test.each([
  ["ENOENT", /^`a\/\[b\]` changed while it was copied\.$/, /end it before this step/],
  ["ENOTDIR", /changed while it was copied/, /end it before this step/],
  ["EACCES", /cannot be read/, /chown.*`exclude: a\/\\\[b\\\]`/],
  ["EPERM", /cannot be read/, /chown/],
  ["ENAMETOOLONG", /too long/, /Shorten/],
  ["ELOOP", /too many links/, /`exclude: a\/\\\[b\\\]`/],
])("%s is a problem of the user's: what it is, and what to do", (code, message, fix) => {
  const error = explained(failed(code), "a/[b]", "copied") as UserError;
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toMatch(message);
  expect(error.fix).toMatch(fix);
});

test("any other error stays as it is", () => {
  for (const error of [failed("ENOSPC"), new UserError("a", "b"), undefined]) {
    expect(explained(error, "a", "packed")).toBe(error);
  }
});
