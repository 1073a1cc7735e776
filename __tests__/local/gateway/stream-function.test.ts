import { text } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import { streamFunction } from "../../../local/gateway/stream-function.ts";
import { AwsError, type FunctionInvoker, type ResponseSink } from "../../../local/service.ts";

const HEAD = Buffer.from(`{"statusCode":200}${"\0".repeat(8)}`);
const DONE = { payload: Buffer.alloc(0) };

type Run = (sink: ResponseSink) => ReturnType<FunctionInvoker["invoke"]>;
const stream = (run: Run, timeoutMs = 60_000, idleMs?: number) =>
  streamFunction(
    { invoke: (_arn, _payload, _source, sink) => run(sink!) },
    "arn:f",
    {},
    { arn: "arn:api", timeoutMs },
    idleMs,
  );
async function body(run: Run, timeoutMs?: number, idleMs?: number): Promise<string> {
  const response = await stream(run, timeoutMs, idleMs);
  if (typeof response === "string") return response;
  return text(response.body as AsyncIterable<Buffer> & NodeJS.ReadableStream);
}

describe("API Gateway streams from a function", () => {
  test("whose metadata may come in any pieces", async () => {
    const whole = Buffer.concat([HEAD, Buffer.from("body")]);
    const run: Run = async (sink) => {
      for (const byte of whole) await sink.write(Buffer.of(byte));
      return DONE;
    };
    expect(await body(run)).toBe("body");
  });

  test.each<[string, number, number]>([
    ["15 minutes in all", 1, 60_000],
    ["5 minutes without a byte", 60_000, 1],
  ])("no longer than %s", async (_, timeoutMs, idleMs) => {
    expect(await stream(() => new Promise(() => {}), timeoutMs, idleMs)).toBe("timeout");
    const silent: Run = async (sink) => {
      await sink.write(HEAD);
      return new Promise(() => {});
    };
    await expect(body(silent, timeoutMs, idleMs)).rejects.toThrow("cut off: timeout");
  });

  test("and takes a refusal as it does without streaming", async () => {
    const refuse = async () => {
      throw new AwsError(403, "AccessDeniedException", "no");
    };
    expect(await stream(refuse)).toBe("refused");
  });

  test("and does not hide a bug of the embedded AWS", async () => {
    const bug = async () => {
      throw new TypeError("bug");
    };
    await expect(stream(bug)).rejects.toThrow("bug");
  });
});
