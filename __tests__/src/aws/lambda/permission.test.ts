import {
  GetPolicyCommand,
  type LambdaClient,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { allow } from "../../../../src/aws/lambda/permission.ts";
import { fakeIsolation } from "../../../local/sandbox/fake-isolation.ts";
import { type Account, openAccount, settled } from "../../../local/services/lambda/account.ts";

let account: Account;
beforeAll(async () => {
  account = await openAccount({ isolation: async () => fakeIsolation((event) => event) });
});
afterAll(() => account.close());

const permissionOf = (name: string) => ({
  aliasArn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}:$LATEST`,
  principal: "apigateway.amazonaws.com",
  sourceArn: "arn:aws:execute-api:eu-west-1:123456789012:a1/*/*/*",
});

/** A clock whose pauses let a change take effect. */
function clock() {
  const pauses: number[] = [];
  const sleep = async (milliseconds: number) => {
    pauses.push(milliseconds);
    settled();
  };
  return { pauses, now: () => 0, sleep };
}

async function sources(FunctionName: string): Promise<unknown[]> {
  const asked = new GetPolicyCommand({ FunctionName, Qualifier: "$LATEST" });
  const { Policy = "" } = await account.lambda.send(asked);
  return JSON.parse(Policy).Statement.map(
    ({ Condition }: { Condition: Record<string, object> }) => Object.values(Condition.ArnLike!)[0],
  );
}

describe("a permission", () => {
  test("is added once another update of the function is over", async () => {
    await account.create("updated", "");
    await account.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: "updated", MemorySize: 256 }),
    );
    const waiting = clock();
    await allow(account.lambda, waiting, permissionOf("updated"));
    expect(waiting.pauses).toHaveLength(1);
    expect(await sources("updated")).toEqual([permissionOf("updated").sourceArn]);
  });

  test("that is there already is not waited for, nor added again", async () => {
    await account.create("twice", "");
    const waiting = clock();
    for (const _ of [1, 2]) await allow(account.lambda, waiting, permissionOf("twice"));
    expect(waiting.pauses).toEqual([]);
    expect(await sources("twice")).toHaveLength(1);
  });

  test("that cannot be added for good fails", async () => {
    let now = 0;
    const busy = {
      async send({ constructor: { name } }: object) {
        if (name === "GetPolicyCommand") return {};
        throw Object.assign(new Error("a concurrent update operation"), {
          name: "ResourceConflictException",
        });
      },
    } as unknown as LambdaClient;
    const passing = {
      now: () => now,
      sleep: async (milliseconds: number) => {
        now += milliseconds;
      },
    };
    await expect(allow(busy, passing, permissionOf("any"))).rejects.toThrow("concurrent update");
  });
});
