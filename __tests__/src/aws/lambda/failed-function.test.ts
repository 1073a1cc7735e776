import type { LambdaClient } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "@jest/globals";
import { createFunctions } from "../../../../src/aws/lambda/functions.ts";
import { turnedClock } from "../../release/turned-clock.ts";

const ROLE = "arn:aws:iam::123456789012:role/megamode-shop";

/**
 * Lambda that takes a role and finds later that it may not join the VPC, so often. It then refuses every change of a
 * function that was just created. The embedded AWS sees to all of a role at once, so it has no such state.
 * https://github.com/hashicorp/terraform-provider-aws/issues/29828
 * https://github.com/alantech/iasql/issues/1672
 */
function lambdaThatFails(times: number, code = "InsufficientRolePermissions") {
  const sent: string[] = [];
  const said: string[] = [];
  let left = times;
  let found: Record<string, string> | undefined;
  const refuse = (name: string, message: string) => {
    throw Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 409 } });
  };
  const failing = () => {
    left -= 1;
    return left >= 0;
  };
  const answers: Readonly<Record<string, () => unknown>> = {
    CreateFunctionCommand() {
      if (found) refuse("ResourceConflictException", "Function already exist: shop");
      found = failing()
        ? { State: "Failed", StateReasonCode: code }
        : { State: "Active", LastUpdateStatus: "Successful" };
    },
    UpdateFunctionConfigurationCommand() {
      if (found?.State === "Failed") {
        refuse("ResourceConflictException", "The operation cannot be performed at this time.");
      }
      found = failing()
        ? { State: "Active", LastUpdateStatus: "Failed", LastUpdateStatusReasonCode: code }
        : { State: "Active", LastUpdateStatus: "Successful" };
    },
    GetFunctionCommand: () => ({ Configuration: found }),
    DeleteFunctionCommand() {
      found = undefined;
    },
  };
  const client = {
    async send({ constructor: { name } }: object) {
      if (name !== "GetFunctionCommand") sent.push(name.replace(/Command$/, ""));
      return answers[name]?.() ?? {};
    },
  } as unknown as LambdaClient;
  const waits = { clock: turnedClock(), say: (line: string) => void said.push(line) };
  return { sent, said, functions: createFunctions(client, client, waits, undefined) };
}

const spec = {
  name: "shop",
  architecture: "x86_64" as const,
  settings: {
    Role: ROLE,
    Handler: "index.handler",
    Runtime: "nodejs24.x",
    MemorySize: 256,
    Timeout: 60,
    EphemeralStorage: { Size: 512 },
    Environment: { Variables: {} },
  },
  zip: new Uint8Array(),
  tags: {},
};

const WAITING = `Waiting up to 5 minutes for Lambda to accept the role ${ROLE}, as it must if the role or a policy of it is new. So far: Lambda cannot make the function ready: InsufficientRolePermissions.`;

describe("where Lambda sees late what a role may do", () => {
  test("a function is created anew", async () => {
    const { sent, said, functions } = lambdaThatFails(2);
    await functions.create(spec);
    const again = ["DeleteFunction", "CreateFunction"];
    expect(sent).toEqual(["CreateFunction", ...again, ...again]);
    expect(said).toEqual([WAITING]);
  });

  test("a function is changed again", async () => {
    const { sent, said, functions } = lambdaThatFails(2);
    await functions.update(spec);
    const [change] = sent;
    expect(sent).toEqual([change, change, change, "UpdateFunctionCode"]);
    expect(said).toEqual([WAITING]);
  });

  test("for five minutes at most", async () => {
    const { functions } = lambdaThatFails(1000);
    await expect(functions.create(spec)).rejects.toThrow(
      /^Lambda has refused the role .* for 5 minutes: .*InsufficientRolePermissions/,
    );
  });
});

test("a function that fails for another reason stays, so that its page can be looked at", async () => {
  const { sent, functions } = lambdaThatFails(1, "InvalidSubnet");
  await expect(functions.create(spec)).rejects.toThrow("InvalidSubnet");
  expect(sent).toEqual(["CreateFunction"]);
});
