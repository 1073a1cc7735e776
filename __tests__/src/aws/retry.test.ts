import { describe, expect, test } from "@jest/globals";
import { retrying } from "../../../src/aws/retry.ts";

/** Repeats a call that fails so often. @returns how often it was made, and how long it was waited */
async function repeated(failures: number, passes: boolean) {
  let calls = 0;
  let now = 0;
  const clock = {
    now: () => now,
    async sleep(milliseconds: number) {
      now += milliseconds;
    },
  };
  const call = async () => {
    calls += 1;
    if (calls <= failures) throw new Error(`failure ${calls}`);
    return "done";
  };
  const outcome = await retrying(clock, () => passes, call).catch((error: Error) => error.message);
  return { outcome, calls, seconds: now / 1000 };
}

describe("a call that is repeated", () => {
  test.each([
    ["succeeds at once", 0, true, { outcome: "done", calls: 1, seconds: 0 }],
    ["succeeds later", 3, true, { outcome: "done", calls: 4, seconds: 3 }],
    ["fails for good", 1, false, { outcome: "failure 1", calls: 1, seconds: 0 }],
    ["never succeeds", 1000, true, { outcome: "failure 92", calls: 92, seconds: 91 }],
  ] as const)("%s", async (_, failures, passes, outcome) => {
    expect(await repeated(failures, passes)).toEqual(outcome);
  });
});
