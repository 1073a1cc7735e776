import { describe, expect, test } from "@jest/globals";
import { endOfPhase } from "../../../local/sandbox/phase.ts";

const never = new Promise<never>(() => {});
const later = () => performance.now() + 3_600_000;
const phase = { next: never, exit: never, deadline: later(), isOverMemory: () => false };

describe("a phase ends", () => {
  test("when the runtime asks for the next invocation", async () => {
    expect(await endOfPhase({ ...phase, next: Promise.resolve() })).toEqual({ kind: "next" });
  });

  test("when the runtime has ended", async () => {
    const exit = Promise.resolve(3);
    expect(await endOfPhase({ ...phase, exit })).toEqual({ kind: "exit", status: 3 });
  });

  test("at its deadline", async () => {
    const deadline = performance.now();
    expect(await endOfPhase({ ...phase, deadline })).toEqual({ kind: "timeout" });
  });

  test("when there is too little memory", async () => {
    let asked = 0;
    const isOverMemory = () => {
      asked += 1;
      return asked === 2;
    };
    expect(await endOfPhase({ ...phase, isOverMemory })).toEqual({ kind: "memory" });
  });
});
