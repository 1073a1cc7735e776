import { CreateFunctionCommand, type CreateFunctionCommandInput } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { fakeIsolation } from "../../../sandbox/fake-isolation.ts";
import { type Account, openAccount, refusal, zip } from "../account.ts";
import { ACCESS_POINT, ROLE, VPC } from "../constants.ts";

let account: Account;
beforeAll(async () => {
  account = await openAccount({ isolation: async () => fakeIsolation(() => undefined) });
  await account.create("there", "", { Tags: { app: "blog" } });
});
afterAll(() => account.close());

describe("a function cannot be created with", () => {
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
    ["an odd variable", variables({ "A-B": "x" }), /ValidationException.*Map keys/],
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
      FunctionName: "new",
      Role: ROLE,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Code: { ZipFile: zip("") },
    };
    const command = new CreateFunctionCommand({ ...good, ...input });
    expect(await refusal(account.lambda.send(command))).toMatch(message);
  });
});
