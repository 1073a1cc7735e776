import type { LambdaClient } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "@jest/globals";
import { explain } from "../../../../src/aws/errors/explain.ts";
import { rememberCall } from "../../../../src/aws/errors/failed-call.ts";
import { invoke } from "../../../../src/aws/lambda/invoke.ts";
import { UserError } from "../../../../src/errors.ts";
import { AnswerLost, NoRoom, RoleDenied } from "../../../../src/ports/functions.ts";

/** Invokes a function whose Lambda answers so. */
function asked(send: () => Promise<unknown>) {
  return invoke({ send } as unknown as LambdaClient, "shop-live", "7", { message: "status" });
}

function answering(text: string, FunctionError?: string) {
  const Payload = { transformToString: () => text };
  return asked(async () => ({ Payload, FunctionError }));
}

function failing(name: string, more: object = {}) {
  return asked(async () => {
    throw Object.assign(new Error("said"), { name, ...more });
  });
}

describe("an invocation", () => {
  test.each([
    ["JSON", '{"a":1}', { a: 1 }],
    ["no JSON", "plain", "plain"],
    ["nothing", "", ""],
  ])("that answers with %s gives what it says", async (_, text, payload) => {
    expect(await answering(text)).toEqual({ payload, error: undefined });
  });

  test("that answers without a body gives an empty text", async () => {
    expect(await asked(async () => ({}))).toEqual({ payload: "", error: undefined });
  });

  test.each([
    ["its message", '{"errorMessage":"no database","errorType":"Error"}', "no database"],
    [
      "the type, where there is no message",
      '{"errorType":"Runtime.ExitError"}',
      "Runtime.ExitError",
    ],
    ["all of it, where there is neither", '{"other":1}', '{"other":1}'],
    ["null, where it is that", "null", "null"],
  ])("that fails says %s", async (_, text, error) => {
    expect((await answering(text, "Unhandled")).error).toBe(error);
  });

  test("that fails names the type of its error", async () => {
    const answer = '{"errorMessage":"S3 answered 403","errorType":"S3Denied"}';
    expect((await answering(answer, "Unhandled")).errorType).toBe("S3Denied");
    expect((await answering(answer)).errorType).toBeUndefined();
    expect((await answering("null", "Unhandled")).errorType).toBeUndefined();
  });

  test.each([
    ["EFSMountFailureException", "The function couldn't mount"],
    ["EC2AccessDeniedException", "said"],
    ["KMSAccessDeniedException", "said"],
    ["AccessDeniedException", "The role defined for the function cannot be assumed by Lambda."],
  ])("that %s refuses was not made: the role lacks something", async (name, message) => {
    const $metadata = { httpStatusCode: 403 };
    const error = Object.assign(new Error(message), { name, $metadata });
    rememberCall(error, "lambda:Invoke", {});
    const refused = asked(async () => {
      throw explain(error, "lambda:InvokeFunction");
    });
    await expect(refused).rejects.toBeInstanceOf(RoleDenied);
    await expect(refused).rejects.toThrow("start a sandbox of `shop-live`: ");
    await expect(refused).rejects.toThrow(`${name} (status 403). ${message}`);
  });

  test("for which there is no room was not made", async () => {
    const refused = failing("TooManyRequestsException");
    await expect(refused).rejects.toBeInstanceOf(NoRoom);
    await expect(refused).rejects.toThrow(/no room for another sandbox of .*: ./);
  });

  test("whose connection breaks may have been made", async () => {
    const cutOff = failing("TimeoutError", { $metadata: { httpStatusCode: 200 } });
    await expect(cutOff).rejects.toBeInstanceOf(AnswerLost);
    const lost = failing("TimeoutError");
    await expect(lost).rejects.toBeInstanceOf(AnswerLost);
    await expect(lost).rejects.toThrow(/`shop-live`, version 7, .*failed: TimeoutError\.$/);
    const broken = failing("TimeoutError", { code: "ECONNRESET" });
    await expect(broken).rejects.toThrow(/failed: ECONNRESET\.$/);
  });

  test("that Lambda refuses is refused", async () => {
    const $metadata = { httpStatusCode: 404 };
    const refused = failing("ResourceNotFoundException", { $metadata });
    await expect(refused).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    const denied = asked(async () => {
      throw new UserError("AWS denies `lambda:InvokeFunction`", "Allow it");
    });
    await expect(denied).rejects.toThrow(/^AWS denies/);
    await expect(denied).rejects.not.toBeInstanceOf(AnswerLost);
  });
});
