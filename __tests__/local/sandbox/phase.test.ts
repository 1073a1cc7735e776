import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { endOfPhase } from "../../../local/sandbox/phase.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const never = new Promise<never>(() => {});
const phase = { next: never, exit: never, deadline: 3_600_000, isOverMemory: () => false };

describe("a phase ends", () => {
  test("when the runtime asks for the next invocation", async () => {
    expect(await endOfPhase({ ...phase, next: Promise.resolve() })).toEqual({ kind: "next" });
  });

  test("when the runtime has ended", async () => {
    const exit = Promise.resolve(3);
    expect(await endOfPhase({ ...phase, exit })).toEqual({ kind: "exit", status: 3 });
  });

  test("at its deadline", async () => {
    const ending = endOfPhase({ ...phase, deadline: performance.now() + 5000 });
    await jest.advanceTimersByTimeAsync(5000);
    expect(await ending).toEqual({ kind: "timeout" });
    expect(jest.getTimerCount()).toBe(0);
  });

  test("when there is too little memory, which is looked at five times a second", async () => {
    let asked = 0;
    const isOverMemory = () => {
      asked += 1;
      return asked === 3;
    };
    const ending = endOfPhase({ ...phase, isOverMemory });
    await jest.advanceTimersByTimeAsync(600);
    expect(await ending).toEqual({ kind: "memory" });
    expect(jest.getTimerCount()).toBe(0);
  });
});
