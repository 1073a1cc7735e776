import { describe, expect, test } from "@jest/globals";
import { invokeFunction } from "../../../local/gateway/invoke-function.ts";
import { AwsError, type FunctionInvoker } from "../../../local/service.ts";

const invoke = (answer: FunctionInvoker["invoke"], timeoutMs = 60_000) =>
  invokeFunction({ invoke: answer }, "arn:f", { a: 1 }, { arn: "arn:api", timeoutMs });

describe("API Gateway invokes a function", () => {
  test("with the event, in its own name", async () => {
    const asked: unknown[] = [];
    const result = await invoke(async (arn, payload, source) => {
      asked.push(arn, payload.toString(), source);
      return { payload: Buffer.from("ok") };
    });
    expect(result.toString()).toBe("ok");
    expect(asked).toEqual([
      "arn:f",
      '{"a":1}',
      { service: "apigateway.amazonaws.com", arn: "arn:api" },
    ]);
  });

  test.each([
    ["AccessDeniedException", "refused"],
    ["ResourceNotFoundException", "refused"],
    ["TooManyRequestsException", "refused"],
    ["RequestTooLargeException", "too-large-for-lambda"],
    ["ServiceException", "failed"],
  ])("and takes %s as %s", async (code, reason) => {
    const refuse = async () => {
      throw new AwsError(400, code, "no");
    };
    expect(await invoke(refuse)).toBe(reason);
  });

  test("and takes a function's error as a failure", async () => {
    const fail = async () => ({ payload: Buffer.from("{}"), functionError: "Unhandled" });
    expect(await invoke(fail)).toBe("failed");
  });

  test("and waits no longer than the integration says", async () => {
    expect(await invoke(() => new Promise(() => {}), 1)).toBe("timeout");
  });

  test("and does not hide a bug of the embedded AWS", async () => {
    const bug = async () => {
      throw new TypeError("bug");
    };
    await expect(invoke(bug)).rejects.toThrow("bug");
  });
});
