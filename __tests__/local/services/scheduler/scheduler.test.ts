import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { type Aws, startAws } from "../../../../local/aws.ts";
import { readBody } from "../../../../local/http/body.ts";
import type { LambdaFactory } from "../../../../local/services/lambda/lambda.ts";
import { createRoles } from "../../../../src/aws/roles.ts";
import { createSchedules } from "../../../../src/aws/schedules.ts";
import { trustPolicy } from "../../../../src/release/role-policies.ts";
import { schedulerRoleSpec } from "../../../../src/release/role-specs.ts";
import { clientsOf } from "../../stand-in.ts";

const MINUTE = 60_000;
const target = "arn:aws:lambda:eu-west-1:123456789012:function:shop-production:live";
const role = "arn:aws:iam::123456789012:role/megamode-shop.scheduler";
const spec = { expression: "rate(5 minutes)", target, role, input: '{"fanOut":2}' };

/** What Lambda was asked, as `<who> <path> <body>`. */
let invoked: string[];
let stateDir: string;
let ahead: number;
let aws: Aws;

const lambda: LambdaFactory = () => ({
  service: {
    name: "lambda",
    protocol: "rest-json",
    async handle(request) {
      const { rawPath, principal } = request;
      const path = decodeURIComponent(rawPath);
      invoked.push(`${principal.arn} ${path} ${await readBody(request)}`);
      return { status: 200, body: "{}" };
    },
  },
  invoker: { invoke: async () => ({ payload: Buffer.from("{}") }) },
  sweep: async () => {},
  close: async () => {},
});
/** Waiting moves the clock of the embedded AWS. */
const clock = {
  now: () => Date.now() + ahead,
  async sleep(milliseconds: number) {
    ahead += milliseconds;
  },
};
const waits = { clock, say: () => {} };
const start = () => startAws({ stateDir, lambda, now: clock.now });

beforeEach(async () => {
  [invoked, ahead] = [[], 0];
  stateDir = mkdtempSync(join(tmpdir(), "megamode-scheduler-"));
  aws = await start();
});
afterEach(async () => {
  await aws.close();
  rmSync(stateDir, { recursive: true });
});

function client(): SchedulerClient {
  const { endpoint, region, credentials } = aws;
  return new SchedulerClient({ endpoint, region, credentials, maxAttempts: 1 });
}

async function makeRole(trusted?: string): Promise<void> {
  const { iam, sts } = clientsOf(aws);
  const identity = { account: "123456789012", partition: "aws" };
  const wanted = schedulerRoleSpec({
    app: "shop",
    stage: "production",
    level: "deployed",
    aliasArn: target,
    region: "eu-west-1",
    identity,
    tags: { "megamode:app": "shop" },
  });
  const roles = createRoles(iam, sts, waits);
  await roles.ensure({ ...wanted, trustPolicy: trusted ?? wanted.trustPolicy });
}

async function pass(minutes: number): Promise<void> {
  ahead += minutes * MINUTE;
  await aws.catchUp();
}

describe("schedules, as the action keeps them", () => {
  test("are made as soon as their role can be assumed, changed and removed", async () => {
    const schedules = createSchedules(client(), waits);
    expect(await schedules.find("shop-production")).toBeUndefined();
    await makeRole();
    await schedules.create("shop-production", spec);
    expect(await schedules.find("shop-production")).toEqual(spec);
    const hourly = { ...spec, expression: "rate(1 hour)" };
    await schedules.update("shop-production", hourly);
    expect(await schedules.find("shop-production")).toEqual(hourly);
    await schedules.remove("shop-production");
    await schedules.remove("shop-production");
    expect(await schedules.find("shop-production")).toBeUndefined();
  });

  test("invoke the alias at their rate, as their role, also after a restart", async () => {
    await makeRole();
    await createSchedules(client(), waits).create("shop-production", spec);
    await pass(4);
    expect(invoked).toEqual([]);
    await pass(2);
    const call = `arn:aws:sts::123456789012:assumed-role/megamode-shop.scheduler/shop-production /2015-03-31/functions/${target}/invocations {"fanOut":2}`;
    expect(invoked).toEqual([call]);
    await aws.close();
    aws = await start();
    await pass(1);
    expect(invoked).toEqual([call]);
    await pass(20); // Missed runs are not caught up on.
    expect(invoked).toEqual([call, call]);
    await pass(3);
    expect(invoked).toEqual([call, call, call]);
  });

  test("invoke nothing once their role may not", async () => {
    await makeRole();
    await createSchedules(client(), waits).create("shop-production", spec);
    const { iam } = clientsOf(aws);
    await iam.send(
      new DeleteRolePolicyCommand({
        RoleName: "megamode-shop.scheduler",
        PolicyName: "megamode-eu-west-1-production",
      }),
    );
    const told = jest.spyOn(console, "error").mockImplementation(() => {});
    await pass(6);
    expect(told.mock.calls.join()).toMatch(/shop-production failed: .*lambda:InvokeFunction/);
    told.mockRestore();
    expect(invoked).toEqual([]);
  });
});

describe("what EventBridge Scheduler refuses", () => {
  const input: CreateScheduleCommandInput = {
    Name: "s",
    ScheduleExpression: "rate(5 minutes)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: target, RoleArn: role },
  };
  const create = (changes: Partial<CreateScheduleCommandInput> = {}) =>
    client().send(new CreateScheduleCommand({ ...input, ...changes }));

  test("a role that trusts another service, or is not there", async () => {
    await makeRole(trustPolicy("lambda.amazonaws.com"));
    ahead += 1000;
    for (const RoleArn of [role, `${role}-other`]) {
      await expect(create({ Target: { Arn: target, RoleArn } })).rejects.toMatchObject({
        name: "ValidationException",
        message: expect.stringContaining("assume the role"),
      });
    }
  });

  test.each<[string, Partial<CreateScheduleCommandInput>, string]>([
    ["another expression", { ScheduleExpression: "every day" }, "ValidationException"],
    ["a rate of nothing", { ScheduleExpression: "rate(0 minutes)" }, "ValidationException"],
    ["a group that is not there", { GroupName: "mine" }, "ResourceNotFoundException"],
    [
      "a window without a time",
      { FlexibleTimeWindow: { Mode: "SOON" as "OFF" } },
      "ValidationException",
    ],
    [
      "input that is not JSON",
      { Target: { Arn: target, RoleArn: role, Input: "{" } },
      "ValidationException",
    ],
    ["a name with a slash", { Name: "a/b" }, "ValidationException"],
    ["a member that it does not know", { StartDate: new Date() }, "ValidationException"],
    ["a calendar", { ScheduleExpression: "cron(0 8 * * ? *)" }, "NotImplemented"],
  ])("%s", async (_, changes, name) => {
    await expect(create(changes)).rejects.toMatchObject({ name });
  });

  test("a second one of a name, and any other of which there is none", async () => {
    await makeRole();
    ahead += 1000;
    await create({ State: "DISABLED" });
    await expect(create()).rejects.toMatchObject({ name: "ConflictException" });
    const none = { ...input, Name: "none" };
    for (const command of [
      new GetScheduleCommand(none),
      new UpdateScheduleCommand(none),
      new DeleteScheduleCommand(none),
    ]) {
      await expect(client().send(command as GetScheduleCommand)).rejects.toMatchObject({
        name: "ResourceNotFoundException",
      });
    }
    const { Schedules } = await client().send(new ListSchedulesCommand({ NamePrefix: "s" }));
    expect(Schedules).toMatchObject([{ Name: "s", State: "DISABLED", Target: { Arn: target } }]);
    await pass(6);
    expect(invoked).toEqual([]);
  });
});
