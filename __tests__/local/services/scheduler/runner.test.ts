import { describe, expect, jest, test } from "@jest/globals";
import type { Schedule } from "../../../../local/services/scheduler/model.ts";
import { createRunner } from "../../../../local/services/scheduler/runner.ts";
import type { Records } from "../../../../local/state/records.ts";

const MINUTE = 60_000;

function open(state: "ENABLED" | "DISABLED" = "ENABLED") {
  const schedule: Schedule = {
    name: "s",
    settings: {
      ScheduleExpression: "rate(5 minutes)",
      State: state,
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: "arn:f", RoleArn: "arn:role" },
    },
    created: 0,
    modified: 0,
    due: 5 * MINUTE,
  };
  const schedules = new Map([["s", schedule]]);
  const records = {
    keys: () => [...schedules.keys()],
    get: (key: string) => schedules.get(key),
    set: (key: string, value: Schedule) => void schedules.set(key, value),
  } as Records<Schedule>;
  const invoked: string[] = [];
  let now = 0;
  let fails = false;
  const invoke = async ({ Arn }: { readonly Arn: string }, name: string) => {
    invoked.push(`${name} ${Arn}`);
    if (fails) throw new Error("no such function");
  };
  const runner = createRunner(records, invoke, () => now);
  return {
    invoked,
    due: () => schedules.get("s")!.due / MINUTE,
    fail: () => {
      fails = true;
    },
    async at(minute: number) {
      now = minute * MINUTE;
      await runner.run();
    },
  };
}

describe("a schedule", () => {
  test("runs when it is due, once", async () => {
    const { at, invoked, due } = open();
    await at(4.99);
    expect(invoked).toEqual([]);
    await at(5);
    await at(9.99);
    expect(invoked).toEqual(["s arn:f"]);
    expect(due()).toBe(10);
  });

  test("does not catch up on the runs that it missed", async () => {
    const { at, invoked, due } = open();
    await at(17);
    expect(invoked).toHaveLength(1);
    expect(due()).toBe(20);
    await at(20);
    expect(invoked).toHaveLength(2);
    expect(due()).toBe(25);
  });

  test("that is disabled becomes due without running", async () => {
    const { at, invoked, due } = open("DISABLED");
    await at(6);
    expect(invoked).toEqual([]);
    expect(due()).toBe(10);
  });

  test("that fails says so and runs again", async () => {
    const told = jest.spyOn(console, "error").mockImplementation(() => {});
    try {
      const { at, invoked, fail } = open();
      fail();
      await at(5);
      await at(10);
      expect(invoked).toHaveLength(2);
      expect(told.mock.calls[0]).toEqual(["The schedule s failed: no such function"]);
    } finally {
      told.mockRestore();
    }
  });
});
