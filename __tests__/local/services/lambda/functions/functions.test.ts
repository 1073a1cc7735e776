import {
  AddPermissionCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  GetFunctionCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Account, openAccount, refusal, zip } from "../account.ts";
import { ACCESS_POINT, ROLE, VPC } from "../constants.ts";

const ECHO = "export const handler = async (event) => event;";
const ARN = "arn:aws:lambda:eu-west-1:123456789012:function:";
let account: Account;
beforeAll(async () => {
  account = await openAccount();
  await account.create("there", ECHO, { Tags: { app: "blog" } });
});
afterAll(() => account.close());

describe("what Lambda would refuse is refused", () => {
  const mount = { Arn: ACCESS_POINT, LocalMountPath: "/mnt/data" };
  const variables = (all: Record<string, string>) => ({ Environment: { Variables: all } });
  const cases: readonly [string, object, RegExp][] = [
    ["a name with a dot", { FunctionName: "a.b" }, /ValidationException.*functionName/],
    ["another runtime", { Runtime: "nodejs20.x" }, /InvalidParameterValueException.*nodejs24\.x/],
    ["little memory", { MemorySize: 64 }, /ValidationException.*'64' at 'memorySize'.*128/],
    ["much memory", { MemorySize: 20000 }, /memorySize.*10240/],
    ["a long timeout", { Timeout: 901 }, /timeout.*900/],
    ["a small /tmp", { EphemeralStorage: { Size: 100 } }, /ephemeralStorage\.size.*512/],
    ["a reserved variable", variables({ AWS_REGION: "x" }), /reserved keys.*AWS_REGION/],
    ["an odd variable", variables({ "A-B": "x" }), /ValidationException.*A-B/],
    ["much environment", variables({ BIG: "x".repeat(5000) }), /exceeded the 4KB limit/],
    ["a role that it may not assume", { Role: `${ROLE}-other` }, /cannot be assumed/],
    ["a file system without a VPC", { FileSystemConfigs: [mount] }, /must be configured.*VPC/],
    [
      "a mount outside /mnt",
      { VpcConfig: VPC, FileSystemConfigs: [{ ...mount, LocalMountPath: "/data" }] },
      /fileSystemConfigs\.localMountPath/,
    ],
    ["no zip", { Code: { ZipFile: Buffer.from("no") } }, /Could not unzip uploaded file/],
    ["a member that nobody knows", { Layers: [] }, /Unknown field `Layers`/],
    ["a name that is taken", { FunctionName: "there" }, /ResourceConflictException/],
  ];
  test.each(cases)("%s", async (_, input, message) => {
    const good: CreateFunctionCommandInput = {
      ...{ FunctionName: "new", Role: ROLE, Runtime: "nodejs24.x", Handler: "index.handler" },
      Code: { ZipFile: zip(ECHO) },
    };
    const command = new CreateFunctionCommand({ ...good, ...input });
    expect(await refusal(account.lambda.send(command))).toMatch(message);
  });

  test("an operation that is not implemented is named", async () => {
    expect(await refusal(account.lambda.send(new ListFunctionsCommand({})))).toMatch(
      /NotImplemented.*GET \/2015-03-31\/functions/,
    );
  });

  test("an event above 6 MB, and one that is no JSON", async () => {
    const send = (Payload: string) =>
      refusal(account.lambda.send(new InvokeCommand({ FunctionName: "there", Payload })));
    expect(await send(JSON.stringify("x".repeat(6 * 1024 * 1024)))).toMatch(/^RequestTooLarge/);
    expect(await send("{")).toMatch(/^InvalidRequestContentException/);
  });
});

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

test("tags can be added, replaced and removed", async () => {
  const Resource = `${ARN}there`;
  await account.lambda.send(new TagResourceCommand({ Resource, Tags: { app: "shop", pr: "7" } }));
  const tags = async () => (await account.lambda.send(new ListTagsCommand({ Resource }))).Tags;
  expect(await tags()).toEqual({ app: "shop", pr: "7" });
  await account.lambda.send(new UntagResourceCommand({ Resource, TagKeys: ["app"] }));
  expect(await tags()).toEqual({ pr: "7" });
  const found = await account.lambda.send(new GetFunctionCommand({ FunctionName: "there" }));
  expect(found.Tags).toEqual({ pr: "7" });
});
