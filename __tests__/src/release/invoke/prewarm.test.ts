import { describe, expect, test } from "@jest/globals";
import type { PrewarmMessage, SandboxReport } from "../../../../contract/messages.ts";
import { type Invocation, NoRoom } from "../../../../src/ports/functions.ts";
import { prewarm } from "../../../../src/release/invoke/prewarm.ts";

const target = { functionName: "shop-production", qualifier: "7" };
const clock = { now: () => 5_000, sleep: async () => {} };

const ready = (sandbox: string): Invocation => {
  const coldStart = { fetchMs: 1, unpackMs: 1, bootMs: 1, totalMs: 3 };
  const payload: SandboxReport = { sandbox, prewarmCount: 1, callCount: 0, coldStart };
  return { payload, error: undefined };
};

/** Prewarms two sandboxes of a function whose invocations give one answer after the other. */
async function prewarmTwo(answers: readonly (Invocation | Error)[]) {
  const left = [...answers];
  const asked: unknown[][] = [];
  const functions = {
    async invoke(...request: [string, string, unknown]) {
      asked.push(request);
      const answer = left.shift();
      if (answer === undefined) throw new Error("Asked too often");
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const waited: number[] = [];
  const sleep = async (milliseconds: number) => void waited.push(milliseconds);
  const met = await prewarm(functions, { ...clock, sleep }, target, 2);
  return { met: [...met.keys()], asked, waited };
}

describe("prewarming", () => {
  test("asks for as many sandboxes as are wanted, each held until the others are asked", async () => {
    const { met, asked } = await prewarmTwo([ready("a"), ready("b")]);
    const message: PrewarmMessage = { megamode: 1, message: "prewarm", holdUntil: 6_000 };
    expect(met).toEqual(["a", "b"]);
    expect(asked).toEqual([
      ["shop-production", "7", message],
      ["shop-production", "7", message],
    ]);
  });

  test("gives each sandbox's latest report", async () => {
    const functions = { invoke: async () => ready("a") };
    const met = await prewarm(functions, clock, target, 1);
    expect(met.get("a")).toEqual(ready("a").payload);
  });

  test("asks all again until there are enough distinct ones", async () => {
    const { met, asked } = await prewarmTwo([ready("a"), ready("a"), ready("a"), ready("b")]);
    expect(met).toEqual(["a", "b"]);
    expect(asked).toHaveLength(4);
  });

  test("gives up after four rounds", async () => {
    const { met, asked } = await prewarmTwo(Array.from({ length: 8 }, () => ready("a")));
    expect(met).toEqual(["a"]);
    expect(asked).toHaveLength(8);
  });

  test("does with fewer where the account has no room", async () => {
    const full = new NoRoom("shop-production", new Error("throttled"));
    const answers = [ready("a"), full, full, ready("a"), full, full, ready("a"), full];
    expect((await prewarmTwo(answers)).met).toEqual(["a"]);
  });

  test("asks again a second after it was refused a sandbox, and not after the last answer", async () => {
    const full = new NoRoom("shop-production", new Error("throttled"));
    const answers = [ready("a"), full, full, ready("b")];
    expect((await prewarmTwo(answers)).waited).toEqual([1_000]);
  });

  test("fails with the app's own lines where it does not start", async () => {
    const failed = { payload: undefined, error: "LoadError: x" };
    await expect(prewarmTwo([ready("a"), failed])).rejects.toThrow(
      "The app did not start in `shop-production`, version 7:\nLoadError: x",
    );
  });

  test("fails where the function cannot be asked", async () => {
    await expect(prewarmTwo([ready("a"), new Error("denied")])).rejects.toThrow("denied");
  });
});
