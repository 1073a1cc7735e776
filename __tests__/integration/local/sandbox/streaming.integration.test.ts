import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Account, openAccount } from "../../../local/services/lambda/account.ts";

// What AWS's runtime client 4.0.2 does, in one function whose event says what it does.
const SOURCE = `
const { HttpResponseStream, streamifyResponse } = awslambda;
const WAYS = {
  async whole(stream) {
    stream = HttpResponseStream.from(stream, { statusCode: 201 });
    stream.write("one");
    stream.write(Buffer.from([0, 255]));
    stream.end("three");
  },
  async empty(stream) {
    stream = HttpResponseStream.from(stream, { statusCode: 204 });
    stream.write("");
    stream.end();
  },
  async ended(stream) {
    HttpResponseStream.from(stream, { statusCode: 200 }).end("body");
  },
  async plain(stream) {
    stream.setContentType("application/json");
    stream.write({ a: 1 });
    stream.end();
  },
  async fails(stream) {
    stream.write("half");
    throw new RangeError("too far");
  },
  async late(stream) {
    stream.write("x");
    stream.setContentType("text/plain");
  },
  sync: (stream) => stream.end("x"),
  async told(stream) {
    stream.write(typeof stream.pipe + stream.writable);
    stream.end();
    return "a value";
  },
};
export const handler = streamifyResponse((event, stream) => WAYS[event.way](stream), {
  highWaterMark: 30000,
});`;
const NULS = Buffer.alloc(8);

let account: Account;
beforeAll(async () => {
  account = await openAccount();
  await account.create("streams", SOURCE);
  await account.lambda.send(
    new AddPermissionCommand({
      FunctionName: "streams",
      StatementId: "api",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
    }),
  );
});
afterAll(() => account.close());

/** Invokes it by InvokeWithResponseStream. */
async function stream(way: string) {
  const chunks: Buffer[] = [];
  const { payload, functionError } = await account.invoker.invoke(
    "arn:aws:lambda:eu-west-1:123456789012:function:streams",
    Buffer.from(JSON.stringify({ way })),
    { service: "apigateway.amazonaws.com", arn: "arn:aws:execute-api:eu-west-1:1:a/s/GET/" },
    { write: (chunk) => void chunks.push(chunk) },
  );
  const error = functionError && JSON.parse(payload.toString());
  return { body: Buffer.concat(chunks), error };
}
const log = () => account.logs("streams").join("");

describe("a function that streams", () => {
  test.each<[string, Buffer]>([
    ["whole", Buffer.from(`{"statusCode":201}${NULS}one\u0000\u{ff}three`, "latin1")],
    ["empty", Buffer.from(`{"statusCode":204}${NULS}`)],
    ["ended", Buffer.from("body")],
    ["plain", Buffer.from('{"a":1}')],
    ["told", Buffer.from("undefinedtrue")],
  ])("%s", async (way, body) => {
    expect(await stream(way)).toEqual({ body, error: undefined });
  });

  test.each<[string, string, string, RegExp]>([
    ["fails", "half", "RangeError", /too far/],
    ["late", "x", "Runtime.InvalidStreamingOperation", /Cannot set content-type, too late/],
    ["sync", "x", "Error", /does not support non-async handlers/],
  ])("%s with an error behind its body", async (way, body, errorType, errorMessage) => {
    const { body: got, error } = await stream(way);
    expect(got.toString()).toBe(body);
    // A stream that is ended can say nothing more.
    if (way !== "sync") expect(error).toMatchObject({ errorType });
    expect(log()).toMatch(errorMessage);
  });

  test("is whole where it is invoked as any other, with its prelude in front", async () => {
    expect((await account.invoke("streams", { way: "plain" })).value).toEqual({ a: 1 });
    await expect(account.invoke("streams", { way: "empty" })).rejects.toThrow(/JSON/);
    expect((await account.invoke("streams", { way: "fails" })).error).toBe("Unhandled");
  });

  test("is warned of a value that nobody gets", () => {
    expect(log()).toContain("WARN\tStreaming handlers ignore return values.");
  });
});
