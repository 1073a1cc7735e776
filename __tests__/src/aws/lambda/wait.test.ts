import { inspect } from "node:util";
import {
  type LambdaClient,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { expect, test } from "@jest/globals";
import { waiting } from "../../../../src/aws/lambda/wait.ts";
import { UserError } from "../../../../src/errors.ts";

/** What GetFunction says of a function that did not become ready. */
const answer = (state: object) => ({
  Configuration: {
    ...state,
    FunctionName: "shop",
    Environment: { Variables: { API_KEY: "planted-7c3e91" } },
  },
});

test.each([
  [
    "is not created",
    waitUntilFunctionActiveV2,
    { State: "Failed", StateReason: "planted-7c3e91", StateReasonCode: "InvalidSubnet" },
    "InvalidSubnet",
  ],
  [
    "is not updated",
    waitUntilFunctionUpdatedV2,
    { LastUpdateStatus: "Failed", LastUpdateStatusReasonCode: "EniLimitExceeded" },
    "EniLimitExceeded",
  ],
])(
  "a function that %s shows Lambda's code for the reason, and no variable",
  async (_, waiter, state, code) => {
    const lambda = { send: async () => answer(state) } as unknown as LambdaClient;
    const waited = waiting(lambda, (options) => waiter(options, { FunctionName: "shop" }));
    const error = await waited.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toBe(`Lambda cannot make the function ready: ${code}.`);
    expect(inspect(error)).not.toContain("planted");
  },
);

test("a function that does not become ready in time is said to be so, and not to have failed", async () => {
  const timeout = Object.assign(
    new Error('{"Configuration":{"StateReasonCode":"Creating","planted":"7c3e91"}}'),
    { name: "TimeoutError" },
  );
  const waited = waiting({} as LambdaClient, () => Promise.reject(timeout));
  await expect(waited).rejects.toMatchObject({
    message: "Lambda has not made the function ready in 5 minutes.",
    fix: expect.stringContaining("Run the job again"),
  });
});
