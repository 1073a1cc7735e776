import { describe, expect, test } from "@jest/globals";
import type { Message } from "../../../contract/messages.ts";
import { dispatch } from "../../../runtime/src/messages/dispatch.ts";
import { invocation } from "../events/rest-event.ts";
import { ReadySandbox } from "./ready-sandbox.ts";

function send(message: Message, seconds = 60, failure?: Error) {
  const sandbox = new ReadySandbox("s1");
  sandbox.failure = failure;
  const context = { ...invocation.context, getRemainingTimeInMillis: () => seconds * 1000 };
  const response = { status: 200, headers: [], body: Buffer.alloc(0) };
  const forwarder = { send: async () => response, close: () => {} };
  const deps = { sandbox, forwarder, output: sandbox.output, lambdaUrl: "http://lambda" };
  sandbox.server.log.requestEnded("no markers", 0);
  return { sandbox, result: dispatch(message, { ...invocation, context }, deps) };
}
const prewarm = { megamode: 1, message: "prewarm", holdUntil: 0 } as const;

describe("a message", () => {
  test("to prewarm is answered by this sandbox alone", async () => {
    const { result } = send(prewarm);
    const report = await result;
    expect(report).toMatchObject({ prewarmCount: 1 });
    expect(report).not.toHaveProperty("met");
  });

  test("to prewarm others too tells how many were met", async () => {
    expect(await send({ ...prewarm, fanOut: 1 }).result).toMatchObject({ met: 1 });
  });

  test("to ask for a path gives its status", async () => {
    const message = { megamode: 1, message: "status", path: "/", host: "h", prefix: "" } as const;
    const { result } = send(message);
    expect(await result).toMatchObject({ httpStatus: 200 });
  });

  test("to run a command needs the archives, not a server", async () => {
    const command = { megamode: 1, message: "run", command: "true" } as const;
    const { sandbox, result } = send(command, 60, new Error("NoSuchKey"));
    await expect(result).rejects.toThrow("NoSuchKey");
    expect(sandbox.limits).toEqual([]);
  });

  test.each([
    [60, 58_000],
    [2, 0],
    [1, 0],
  ])("has the time until two seconds before the end: of %i s, %i ms", async (seconds, limitMs) => {
    const { sandbox, result } = send(prewarm, seconds);
    await result;
    expect(sandbox.limits).toEqual([limitMs]);
  });
});
