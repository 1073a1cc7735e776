import { describe, expect, test } from "@jest/globals";
import { patiently, retrying } from "../../../src/aws/retry.ts";
import { turnedClock } from "../release/turned-clock.ts";

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
    ["never succeeds", 1000, true, { outcome: "failure 44", calls: 44, seconds: 95 }],
  ] as const)("%s", async (_, failures, passes, outcome) => {
    expect(await repeated(failures, passes)).toEqual(outcome);
  });
});

describe("a call that is repeated patiently", () => {
  /** Fails with one text after the other. */
  async function failing(texts: readonly string[], limit = 10_000) {
    const said: string[] = [];
    const left = [...texts];
    const waits = { clock: turnedClock(), say: (line: string) => void said.push(line) };
    const passing = (error: unknown) => {
      const { message } = error as Error;
      if (message === "stays") return undefined;
      return { line: `waiting: ${message}`, limit, inTheEnd: () => new Error(`still ${message}`) };
    };
    const outcome = await patiently(waits, passing, async () => {
      const text = left.shift();
      if (text !== undefined) throw new Error(text);
      return "done";
    }).catch((error: Error) => error.message);
    return { said, outcome };
  }

  test("says each thing that it waits for once", async () => {
    expect(await failing(["one", "one", "two", "one", "two"])).toEqual({
      said: ["waiting: one", "waiting: two"],
      outcome: "done",
    });
  });

  test("ends with a failure that stays", async () => {
    expect((await failing(["one", "stays"])).outcome).toBe("stays");
  });

  test("ends with an error of its own after the time that the failure may take", async () => {
    expect((await failing(Array(12).fill("one"))).outcome).toBe("still one");
    expect((await failing(Array(11).fill("one"))).outcome).toBe("done");
  });

  test("gives a failure its own time after another that took longer", async () => {
    const waits = { clock: turnedClock(), say: () => {} };
    const left = [...Array(40).fill("long"), "short", "short"];
    const passing = (error: unknown) => ({
      limit: (error as Error).message === "long" ? 300_000 : 10_000,
    });
    const outcome = patiently(waits, passing, async () => {
      const text = left.shift();
      if (text !== undefined) throw new Error(text);
      return "done";
    });
    expect(await outcome).toBe("done");
  });
});
