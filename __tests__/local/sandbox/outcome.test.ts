import { describe, expect, test } from "@jest/globals";
import { exitReason, judge } from "../../../local/sandbox/outcome.ts";

const answer = { payload: Buffer.from('"ok"') };
const error = { payload: Buffer.from("{}"), errorType: "TypeError" };
const crash = { status: "error", errorType: "Runtime.ExitError" };

describe("an invocation", () => {
  test.each([
    ["that was answered", { kind: "next" }, answer, '"ok"', undefined, undefined],
    ["that was answered by an error", { kind: "next" }, error, "{}", "Unhandled", undefined],
    [
      "whose runtime said why it ended",
      { kind: "exit", status: 1 },
      error,
      "{}",
      "Unhandled",
      { status: "error", errorType: "TypeError" },
    ],
    [
      "whose runtime ended",
      { kind: "exit", status: 1 },
      undefined,
      /ExitError.*exit status 1/,
      "Unhandled",
      crash,
    ],
    [
      "whose runtime ended after its answer",
      { kind: "exit", status: 0 },
      answer,
      /without providing a reason/,
      "Unhandled",
      crash,
    ],
    [
      "that took too much memory",
      { kind: "memory" },
      undefined,
      /signal: killed/,
      "Unhandled",
      { status: "error", errorType: "Runtime.OutOfMemory" },
    ],
    [
      "that took too long",
      { kind: "timeout" },
      undefined,
      /"Sandbox.Timedout".*Task timed out after 1\.50 seconds/,
      "Unhandled",
      { status: "timeout" },
    ],
  ] as const)("%s is judged", (_, ending, posted, payload, functionError, failure) => {
    const verdict = judge("id", ending, posted, 1.5);
    expect(verdict.payload.toString()).toEqual(
      typeof payload === "string" ? payload : expect.stringMatching(payload),
    );
    expect(verdict.functionError).toBe(functionError);
    expect(verdict.failure).toEqual(failure);
  });

  test("cannot be over without an answer while the runtime asks for the next", () => {
    expect(() => judge("id", { kind: "next" }, undefined, 1)).toThrow("unanswered");
  });
});

test.each([
  [0, "Runtime exited without providing a reason"],
  [3, "Runtime exited with error: exit status 3"],
  [128, "Runtime exited with error: exit status 128"],
  [137, "Runtime exited with error: signal: killed"],
  [139, "Runtime exited with error: signal: segmentation fault"],
  [140, "Runtime exited with error: signal: 12"],
])("exit status %d is worded as on AWS", (status, text) => {
  expect(exitReason(status)).toBe(text);
});
