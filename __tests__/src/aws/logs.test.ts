import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { describe, expect, test } from "@jest/globals";
import { createLogs } from "../../../src/aws/logs.ts";
import { UserError } from "../../../src/errors.ts";

const clock = { now: () => 0, sleep: async () => {} };

/** Removes a log group where CloudWatch answers so, one answer after the other; then it succeeds. */
function removed(...names: string[]): Promise<void> {
  const send = async () => {
    const name = names.shift();
    if (name) throw Object.assign(new Error("said"), { name });
    return {};
  };
  return createLogs({ send } as unknown as CloudWatchLogsClient, clock).remove("/aws/lambda/shop");
}

describe("a log group", () => {
  test("that somebody else is just changing is asked again", async () => {
    await expect(removed("OperationAbortedException")).resolves.toBeUndefined();
  });

  test("that is protected from deletion stays, and the user is told", async () => {
    await expect(removed("ValidationException")).rejects.toBeInstanceOf(UserError);
    await expect(removed("ValidationException")).rejects.toThrow("does not delete it: said");
  });

  test("whose removal fails otherwise fails", async () => {
    const failed = removed("ServiceUnavailableException");
    await expect(failed).rejects.toMatchObject({ name: "ServiceUnavailableException" });
  });
});
