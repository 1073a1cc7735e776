import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Aws, startAws } from "../../../local/aws.ts";
import { type CloudOptions, createCloud } from "../../../src/aws/cloud.ts";
import { refusalOf } from "../../../src/aws/new-role.ts";
import type { UserError } from "../../../src/errors.ts";
import type { FunctionSettings } from "../../../src/ports/functions.ts";
import { networkPolicy, trustPolicy } from "../../../src/release/role-policies.ts";
import { roleSpec, TAGS, zipOf } from "../../ports/resources.ts";
import { turnedClock } from "../release/turned-clock.ts";

const stateDir = mkdtempSync(join(tmpdir(), "megamode-new-role-"));
const former = { ...process.env };
const clock = turnedClock(Date.now());
let aws: Aws;
beforeAll(async () => {
  // Longer than the 90 seconds that once were the limit.
  const trouble = { roleDelay: 200_000, policyDelay: 230_000, readDelay: 5_000 };
  // Each look at the clock finds it a little later, so that a change of a function takes effect.
  let looks = 0;
  const now = () => {
    looks += 1;
    return clock.now() + looks * 100;
  };
  aws = await startAws({ stateDir, now, trouble });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
  });
});
afterAll(async () => {
  process.env = former;
  await aws.close();
  rmSync(stateDir, { recursive: true });
});

/** The cloud of a run that tells what it waits for. */
function watched(options: CloudOptions = {}) {
  const said: string[] = [];
  const say = (line: string) => void said.push(line.replace(/.*So far: /, ""));
  return { said, cloud: createCloud(aws.region, clock, aws.apiUrl, { say, ...options }) };
}

const VpcConfig = { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
const settings = (Role: string) => ({
  Role,
  Handler: "index.handler",
  Runtime: "nodejs24.x",
  MemorySize: 256,
  Timeout: 60,
  EphemeralStorage: { Size: 512 },
  Environment: { Variables: { WORD: "first" } },
});
const fn = (name: string, Role: string, more: object = {}) => ({
  name,
  architecture: "x86_64" as const,
  settings: { ...settings(Role), ...more },
  zip: zipOf("any").content,
  tags: TAGS,
});

const updated = (settings: FunctionSettings) => {
  const { tags: _, ...rest } = fn("shop-live", settings.Role);
  return { ...rest, settings };
};

describe("a role that was just made", () => {
  test("is refused in Lambda's three ways, and waited for; it is said once what for", async () => {
    const { cloud, said } = watched();
    const inline = [{ name: "network", policy: networkPolicy() }];
    const { arn } = await cloud.roles.ensure({ ...roleSpec("of-a-function"), inline });
    await cloud.functions.create(fn("shop-live", arn, { VpcConfig }));
    expect(said).toEqual([
      "Waiting for IAM to show the new role of-a-function",
      expect.stringMatching(/^The role defined for the function cannot be assumed by Lambda\.$/),
      expect.stringMatching(
        /KMS key is invalid for CreateGrant.*valid principal: arn:.*shop-live$/,
      ),
      expect.stringMatching(/does not have permissions to call CreateNetworkInterface on EC2$/),
    ]);
    const later = watched();
    const wanted = { ...settings(arn), Environment: { Variables: { WORD: "second" } } };
    const other = await later.cloud.roles.ensure(roleSpec("of-the-update"));
    await later.cloud.functions.update(updated({ ...wanted, Role: arn }));
    expect(later.said).toEqual(["Waiting for IAM to show the new role of-the-update"]);
    const update = {
      ...wanted,
      Role: other.arn,
      VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
    };
    await later.cloud.functions.update(updated(update));
    expect(later.said).toHaveLength(3);
  });

  test("is waited for by a schedule too", async () => {
    const { cloud, said } = watched();
    const service = trustPolicy("scheduler.amazonaws.com", "123456789012");
    const spec = { ...roleSpec("of-a-schedule"), trustPolicy: service };
    const { arn } = await cloud.roles.ensure(spec);
    await cloud.schedules.create("shop-live", {
      expression: "rate(30 minutes)",
      target: "arn:aws:lambda:eu-west-1:123456789012:function:shop-live:live",
      role: arn,
      input: "{}",
    });
    expect(said.at(-1)).toBe(
      "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    );
  });
});

describe("a role that stays wrong", () => {
  const arn = "arn:aws:iam::123456789012:role/missing";
  const refused = async (options: CloudOptions) => {
    const began = clock.now();
    const { functions } = watched(options).cloud;
    const error = await functions.create(fn("shop-wrong", arn)).catch((error: UserError) => error);
    return { error, minutes: Math.floor((clock.now() - began) / 6_000) / 10 };
  };

  test("and that we made is given up after five minutes, with what there is to check", async () => {
    expect(await refused({})).toMatchObject({
      minutes: 5,
      error: {
        message: `Lambda has refused the role ${arn} for 5 minutes: The role defined for the function cannot be assumed by Lambda.`,
        fix: expect.stringMatching(/^Run the job again: .*permissions boundary/),
      },
    });
  });

  test("and that the user made is given up sooner, with what it lacks", async () => {
    expect(await refused({ executionRole: arn })).toMatchObject({
      minutes: 1.5,
      error: {
        message: expect.stringContaining("for 1.5 minutes: The role defined"),
        fix: expect.stringMatching(/`execution-role` names: its trust policy .*lambda\.amazonaws/),
      },
    });
  });
});

describe("what is no refusal of a role", () => {
  const told = (name: string, message: string) =>
    refusalOf("Lambda", "role", "ours")(Object.assign(new Error(message), { name }));
  test.each([
    // https://github.com/hashicorp/terraform/issues/20813
    [
      "InvalidParameterValueException",
      "Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. Please check your KMS key settings. KMS Exception: InvalidArnException KMS Message: Key Aliases are not supported for this operation.",
    ],
    ["InvalidParameterValueException", "Lambda was unable to configure your environment variables"],
    ["AccessDeniedException", "The role defined for the function cannot be assumed by Lambda."],
    ["ValidationException", "Schedule Expression must be valid"],
  ])("%s: %s", (name, message) => expect(told(name, message)).toBeUndefined());
});
