import { describe, expect, test } from "@jest/globals";
import { type Invocation, NoRoom, RoleDenied } from "../../../../src/ports/functions.ts";
import { patient } from "../../../../src/release/invoke/patient.ts";
import { turnedClock } from "../turned-clock.ts";

const done: Invocation = { payload: "done", error: undefined };
const s3Denied: Invocation = { payload: null, error: "S3 answered 403", errorType: "S3Denied" };
const loadError: Invocation = { payload: null, error: "no room in /tmp", errorType: "LoadError" };
const noRoom = new NoRoom("shop-live", new Error("Rate Exceeded."));
const roleDenied = new RoleDenied("shop-live", new Error("couldn't mount"));

/** Invokes a function that gives one outcome after the other, the last one for ever. */
async function invoked(reason: "role" | "room", outcomes: readonly (Invocation | Error)[]) {
  const left = [...outcomes];
  const said: string[] = [];
  const asked: unknown[] = [];
  const clock = turnedClock();
  const functions = {
    async invoke(...request: unknown[]) {
      asked.push(request);
      const outcome = (left.length > 1 ? left.shift() : left[0])!;
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  };
  const { invoke } = patient(functions, reason, { clock, say: (line) => void said.push(line) });
  const outcome = await invoke("shop-live", "7", { message: "run" }).catch((error) => error);
  return { outcome, said, asked, seconds: clock.now() / 1000 };
}

describe("an invocation that AWS refuses", () => {
  test.each([
    [
      "role",
      "because S3 denies the archives",
      s3Denied,
      /role may do now\. So far: S3 answered 403$/,
    ],
    [
      "role",
      "because a parameter may not be read",
      { payload: null, error: "KEY: ssm:/key may not be read", errorType: "SecretDenied" },
      /role may do now\. So far: KEY: ssm:\/key may not be read$/,
    ],
    [
      "role",
      "because Lambda may not mount",
      roleDenied,
      /role may do now\. So far: .*couldn't mount$/,
    ],
    ["room", "because it is full", noRoom, /takes another invocation\. So far: .*Rate Exceeded\.$/],
  ] as const)("is repeated as it was, for the %s, %s", async (reason, _, refusal, line) => {
    const { outcome, said, asked } = await invoked(reason, [refusal, refusal, done]);
    expect(outcome).toBe(done);
    expect(said).toEqual([expect.stringMatching(line)]);
    expect(asked).toEqual(Array(3).fill(["shop-live", "7", { message: "run" }]));
  });

  test.each([
    ["role", s3Denied],
    ["role", roleDenied],
    ["room", noRoom],
  ] as const)(
    "for the %s is given up after a minute, with what it was told last",
    async (...args) => {
      const { outcome, said, seconds } = await invoked(args[0], [args[1]]);
      expect(outcome).toBe(args[1]);
      expect(said).toHaveLength(1);
      expect(seconds).toBe(62);
    },
  );

  test.each([
    ["another error of the function", "role", loadError],
    ["no room, where the role is waited for", "role", noRoom],
    ["the role, where room is waited for", "room", s3Denied],
    ["a lost answer", "room", new Error("socket hang up")],
    ["nothing", "role", done],
  ] as const)("for %s is not repeated", async (_, reason, outcome) => {
    const result = await invoked(reason, [outcome]);
    expect(result).toMatchObject({ said: [], seconds: 0 });
    expect(result.outcome).toBe(outcome);
    expect(result.asked).toHaveLength(1);
  });
});
