import { UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Roles } from "../../../../../local/service.ts";
import { evaluate, parsePolicy } from "../../../../../local/services/iam/policy.ts";
import { mayLog } from "../../../../../local/services/lambda/settings/role-permissions.ts";
import { type Account, openAccount, refusal } from "../account.ts";

const POINT =
  "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0000000000000000a";
const VpcConfig = { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
const FileSystemConfigs = [{ Arn: POINT, LocalMountPath: "/mnt/data" }];
const HANDLER = "export const handler = () => {};";

/** What the execution role may do. */
let statements: readonly object[];
/** Whether KMS knows the execution role. */
let isPrincipal: boolean;
const roles: Roles = {
  sessionFor: async () => ({ accessKeyId: "A", secretAccessKey: "s", sessionToken: "t" }),
  isPrincipal: () => isPrincipal,
  permits: () => true,
  allows(_, action, resource, context) {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    return evaluate(parsePolicy(policy), action, resource, context);
  },
};
const allow = (Action: string | readonly string[], Resource = "*", more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

describe("a function whose role", () => {
  let account: Account;
  beforeEach(async () => {
    [statements, isPrincipal] = [[], true];
    account = await openAccount({ roles });
  });
  afterEach(() => account.close());

  test("may not join a network is not created in one, nor put into one", async () => {
    statements = [allow(["ec2:Describe*", "ec2:Delete*", "ec2:*Addresses"])];
    const denied =
      "InvalidParameterValueException: The provided execution role does not have permissions to call CreateNetworkInterface on EC2";
    expect(await refusal(account.create("f", HANDLER, { VpcConfig }))).toBe(denied);
    await account.create("f", HANDLER);
    const update = () =>
      account.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "f", VpcConfig }));
    expect(await refusal(update())).toBe(denied);
    statements = [allow("ec2:*")];
    await update();
  });

  test("may not send traces is not created with them, nor given them", async () => {
    statements = [allow("xray:PutTelemetryRecords")];
    const denied =
      "InvalidParameterValueException: The provided execution role does not have permissions to call PutTraceSegments on XRAY";
    const TracingConfig = { Mode: "Active" } as const;
    expect(await refusal(account.create("f", HANDLER, { TracingConfig }))).toBe(denied);
    await account.create("f", HANDLER, { TracingConfig: { Mode: "PassThrough" } });
    const update = () =>
      account.lambda.send(
        new UpdateFunctionConfigurationCommand({ FunctionName: "f", TracingConfig }),
      );
    expect(await refusal(update())).toBe(denied);
    statements = [allow("xray:*")];
    await update();
  });

  test("KMS does not know yet is refused where there are variables to encrypt", async () => {
    isPrincipal = false;
    const Environment = { Variables: { WORD: "first" } };
    const unknown =
      "InvalidParameterValueException: Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. Please check your KMS key settings. KMS Exception: InvalidArnException KMS Message: ARN does not refer to a valid principal: arn:aws:sts::123456789012:assumed-role/app/f";
    expect(await refusal(account.create("f", HANDLER, { Environment }))).toBe(unknown);
    await account.create("f", HANDLER);
    const update = () =>
      account.lambda.send(
        new UpdateFunctionConfigurationCommand({ FunctionName: "f", Environment }),
      );
    expect(await refusal(update())).toBe(unknown);
    isPrincipal = true;
    await update();
  });

  test.each<[string, readonly object[]]>([
    ["nothing", []],
    [
      "reads only",
      [
        allow("elasticfilesystem:ClientMount", "*", {
          Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": POINT } },
        }),
      ],
    ],
    [
      "another access point",
      [
        allow("elasticfilesystem:*", "*", {
          Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": `${POINT}0` } },
        }),
      ],
    ],
  ])("may mount %s does not run", async (_, may) => {
    statements = [allow("ec2:*"), ...may];
    await account.create("f", HANDLER, { VpcConfig, FileSystemConfigs });
    expect(await refusal(account.invoke("f"))).toContain("EFSMountFailureException: ");
  });
});

describe("a role", () => {
  const place = { region: "eu-west-1", account: "123456789012" };
  const GROUP = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/f";
  test.each<[string, readonly object[], boolean]>([
    ["all of the group", [allow("logs:*", GROUP), allow("logs:*", `${GROUP}:*`)], true],
    ["the group without its streams", [allow("logs:*", GROUP)], false],
    ["streams without the group", [allow("logs:*", `${GROUP}:*`)], false],
    ["another group", [allow("logs:*", `${GROUP}2`), allow("logs:*", `${GROUP}2:*`)], false],
    ["only to read", [allow("logs:Get*")], false],
    ["nothing", [], false],
  ])("that has %s may log: %s", (_, has, may) => {
    statements = has;
    expect(mayLog(roles, place, "any", "/aws/lambda/f")).toBe(may);
  });
});
