import { AddPermissionCommand, GetPolicyCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { fakeIsolation } from "../../../sandbox/fake-isolation.ts";
import { type Account, openAccount, refusal } from "../account.ts";

const ARN = "arn:aws:lambda:eu-west-1:123456789012:function:";
let account: Account;
beforeAll(async () => {
  account = await openAccount({ isolation: async () => fakeIsolation((event) => event) });
  await account.create("there", "");
});
afterAll(() => account.close());

describe("a resource-based policy", () => {
  const statement = {
    FunctionName: "there",
    StatementId: "api",
    Action: "lambda:InvokeFunction",
    Principal: "apigateway.amazonaws.com",
    SourceArn: "arn:aws:execute-api:eu-west-1:123456789012:api1/*/*/*",
  };
  const call = (arn: string, api = "api1") =>
    account.invoker.invoke(arn, Buffer.from('{"a":1}'), {
      service: "apigateway.amazonaws.com",
      arn: `arn:aws:execute-api:eu-west-1:123456789012:${api}/dev/GET/posts`,
    });

  test("lets API Gateway invoke for the APIs that it names, and for the qualifier that has it", async () => {
    const denied = /^AccessDeniedException|AwsError/;
    expect(await refusal(call(`${ARN}there`))).toMatch(denied);
    await account.lambda.send(new AddPermissionCommand(statement));
    expect((await call(`${ARN}there`)).payload.toString()).toBe('{"a":1}');
    expect(await refusal(call(`${ARN}there`, "api2"))).toMatch(denied);
    expect(await refusal(call(`${ARN}there:$LATEST`, "api2"))).toMatch(denied);
  });

  test("takes a statement id once, and gives it back", async () => {
    expect(await refusal(account.lambda.send(new AddPermissionCommand(statement)))).toMatch(
      /^ResourceConflictException: The statement id \(api\) provided already exists/,
    );
    const policy = await account.lambda.send(new GetPolicyCommand({ FunctionName: "there" }));
    expect(JSON.parse(policy.Policy ?? "")).toMatchObject({
      Statement: [{ Sid: "api", Condition: { ArnLike: { "AWS:SourceArn": statement.SourceArn } } }],
    });
  });
});
