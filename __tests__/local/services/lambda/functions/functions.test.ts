import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  GetFunctionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { fakeIsolation } from "../../../sandbox/fake-isolation.ts";
import { type Account, openAccount, refusal, settled, zip } from "../account.ts";
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
    ["a member that nobody knows", { DurableConfig: {} }, /Unknown field `DurableConfig`/],
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

describe("an architecture", () => {
  const architectureOf = async (FunctionName: string) =>
    (await account.lambda.send(new GetFunctionCommand({ FunctionName }))).Configuration
      ?.Architectures;
  const update = async (more: object) => {
    const ZipFile = zip(`// ${JSON.stringify(more)}`);
    await account.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: "moving", ZipFile, ...more }),
    );
    settled();
    return architectureOf("moving");
  };

  test("is x86_64, changes with the code where it is named, and stays where it is not", async () => {
    await account.create("moving", "");
    expect(await architectureOf("moving")).toEqual(["x86_64"]);
    expect(await update({ Architectures: ["arm64"] })).toEqual(["arm64"]);
    expect(await update({})).toEqual(["arm64"]);
    const other = process.arch === "arm64" ? "x86_64" : "arm64";
    await update({ Architectures: [other] });
    expect(await refusal(account.invoke("moving"))).toMatch(/^NotImplemented: .* and not /);
  });

  test("cannot come with the configuration", async () => {
    const body = JSON.stringify({ Architectures: ["arm64"] });
    const command = new UpdateFunctionConfigurationCommand({ FunctionName: "there" });
    command.middlewareStack.add(
      (next) => (args) =>
        next({ ...args, request: Object.assign(args.request as object, { body }) }),
      { step: "serialize", priority: "low" },
    );
    expect(await refusal(account.lambda.send(command))).toMatch(/Unknown field `Architectures`/);
  });
});
