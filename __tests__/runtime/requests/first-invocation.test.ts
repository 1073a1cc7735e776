import { expect, test } from "@jest/globals";
import { firstInvocation } from "../../../runtime/src/requests/first-invocation.ts";

test.each([
  [
    [1005, 1010],
    [true, false],
  ],
  [
    [10_999, 11_000],
    [true, false],
  ],
  // A sandbox that was started ahead.
  [
    [11_000, 11_001],
    [false, false],
  ],
])("invocations at %j of a sandbox that was ready at 1000: %j", (times, first) => {
  const isFirst = firstInvocation(1000);
  expect(times.map(isFirst)).toEqual(first);
});
