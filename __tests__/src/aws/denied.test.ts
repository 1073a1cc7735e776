import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { APIGatewayClient, CreateRestApiCommand } from "@aws-sdk/client-api-gateway";
import { AttachRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { zipSync } from "fflate";
import { createCloud } from "../../../src/aws/cloud.ts";
import type { CloudContext } from "../../../src/commands/context.ts";
import { prewarmStage } from "../../../src/commands/prewarm.ts";
import { UserError } from "../../../src/errors.ts";
import type { ScheduleSpec } from "../../../src/ports/schedules.ts";
import { findStageResources } from "../../../src/release/destroy/stage-resources.ts";
import { findPlace, type Place } from "../../../src/release/place/find-place.ts";
import { trustPolicy } from "../../../src/release/role-policies.ts";
import { roleSpec, schedulerRoleSpec } from "../../../src/release/role-specs.ts";
import { observe } from "../../../src/release/state/observe.ts";
import { openEmbeddedAws } from "../../ports/embedded-aws.ts";

const embedded = await openEmbeddedAws();
const { aws, clock, stateDir } = embedded;
const cloud = createCloud(aws.region, clock, aws.apiUrl);
beforeEach(() => rmSync(policyFile, { force: true }));
afterAll(embedded.close);

const policyFile = join(stateDir, "deployer-policy.json");

/** The deployer may do everything but this. */
function deny(Action: string, Resource: string): void {
  const Statement = [
    { Effect: "Allow", Action: "*", Resource: "*" },
    { Effect: "Deny", Action, Resource },
  ];
  writeFileSync(policyFile, JSON.stringify({ Version: "2012-10-17", Statement }));
}

const zip = zipSync({ "index.mjs": Buffer.from("export const handler = () => {};") });
const settings = (role: string) => ({
  Handler: "index.handler",
  Runtime: "nodejs24.x",
  Role: role,
  MemorySize: 128,
  Timeout: 3,
  EphemeralStorage: { Size: 512 },
  Environment: { Variables: {} },
});
const identity = { account: "123456789012", partition: "aws" };
const tags = { "megamode:app": "shop" };
const role = (app: string) =>
  roleSpec({
    app,
    level: "deployed",
    stage: "live",
    name: `${app}-live`,
    fansOut: false,
    region: "eu-west-1",
    bucket: "shop-bucket",
    identity,
    functionConfiguration: {},
    tags,
  });
const door = (name: string) => ({
  name,
  stage: "live",
  aliasArn: "arn:aws:lambda:eu-west-1:123456789012:function:shop:live",
  tags,
});

const shop = { name: "shop", architecture: "x86_64", zip } as const;

/** A function that is there. */
async function fn(name: string): Promise<string> {
  const { arn } = await cloud.roles.ensure(role("of-functions"));
  await cloud.functions.create({
    name,
    architecture: "x86_64",
    settings: settings(arn),
    zip,
    tags,
  });
  return arn;
}

async function schedule(): Promise<ScheduleSpec> {
  const target = "arn:aws:lambda:eu-west-1:123456789012:function:shop:live";
  const spec = schedulerRoleSpec({
    app: "shop",
    stage: "live",
    level: "deployed",
    aliasArn: target,
    region: "eu-west-1",
    identity,
    tags,
  });
  const { arn: roleArn } = await cloud.roles.ensure(spec);
  return { expression: "rate(30 minutes)", target, role: roleArn, input: "{}" };
}

/** What is prepared with all rights, and the call that lacks one. */
type Case = readonly [
  action: string,
  call: () => Promise<() => Promise<unknown>>,
  resource?: string,
];

const cases: readonly Case[] = [
  ["s3:CreateBucket", async () => () => cloud.store.ensureBucket("shop-bucket", () => {})],
  [
    "s3:GetObject",
    async () => {
      await cloud.store.ensureBucket("shop-bucket", () => {});
      await cloud.store.writeJson("shop-bucket", "there", {});
      return () => cloud.store.has("shop-bucket", "there");
    },
  ],
  ["s3:ListBucket", async () => () => cloud.store.ensureBucket("shop-bucket", () => {})],
  ["s3:GetObject", async () => () => cloud.store.readJson("shop-bucket", "there")],
  ["s3:PutObject", async () => () => cloud.store.writeJson("shop-bucket", "other", {})],
  ["s3:ListBucket", async () => () => cloud.store.removeAll("shop-bucket", "")],
  ["s3:DeleteObject", async () => () => cloud.store.removeAll("shop-bucket", "")],
  ["iam:GetRole", async () => () => cloud.roles.ensure(role("shop"))],
  ["iam:CreateRole", async () => () => cloud.roles.ensure(role("shop"))],
  ["iam:TagRole", async () => () => cloud.roles.ensure(role("shop"))],
  ["iam:GetRolePolicy", async () => () => cloud.roles.ensure(role("shop"))],
  ["iam:PutRolePolicy", async () => () => cloud.roles.ensure(role("shop"))],
  [
    "iam:DeleteRolePolicy",
    async () => {
      await cloud.roles.ensure(role("shop"));
      return () => cloud.roles.removePolicy(role("shop"), "megamode-eu-west-1");
    },
  ],
  [
    "iam:TagRole",
    async () => {
      await cloud.roles.ensure(role("shop"));
      return () => cloud.roles.ensure({ ...role("shop"), tags: { ...tags, more: "tags" } });
    },
  ],
  [
    "iam:UpdateAssumeRolePolicy",
    async () => {
      await cloud.roles.ensure({ ...role("shop"), trustPolicy: trustPolicy("ec2.amazonaws.com") });
      return () => cloud.roles.ensure(role("shop"));
    },
  ],
  [
    "iam:ListAttachedRolePolicies",
    async () => {
      await cloud.roles.ensure(role("shop"));
      return () => cloud.roles.ensure(role("shop"));
    },
  ],
  [
    "iam:DetachRolePolicy",
    async () => {
      const { name, detached } = role("shop");
      const iam = new IAMClient({ region: "eu-west-1" });
      const attached = { RoleName: name, PolicyArn: detached[0] };
      await iam.send(new AttachRolePolicyCommand(attached));
      return () => cloud.roles.ensure(role("shop"));
    },
  ],
  [
    "scheduler:CreateSchedule",
    async () => {
      const spec = await schedule();
      return () => cloud.schedules.create("shop", spec);
    },
  ],
  ["scheduler:GetSchedule", async () => () => cloud.schedules.find("shop")],
  [
    "scheduler:UpdateSchedule",
    async () => {
      const spec = await schedule();
      return () => cloud.schedules.update("shop", spec);
    },
  ],
  ["scheduler:DeleteSchedule", async () => () => cloud.schedules.remove("shop")],
  ["lambda:GetFunction", async () => () => cloud.functions.find("shop")],
  ["lambda:CreateFunction", async () => () => fn("shop")],
  [
    "lambda:ListTags",
    async () => {
      await fn("tagged");
      return () => cloud.functions.find("tagged");
    },
  ],
  ["lambda:GetFunction", async () => () => fn("waited-for")],
  [
    "lambda:UpdateFunctionConfiguration",
    async () => {
      const arn = await fn("shop");
      return () => cloud.functions.update({ ...shop, settings: settings(arn) });
    },
  ],
  [
    "lambda:UpdateFunctionCode",
    async () => {
      const { arn } = await cloud.roles.ensure(role("of-functions"));
      return () => cloud.functions.update({ ...shop, settings: settings(arn) });
    },
  ],
  ["lambda:PublishVersion", async () => () => publish()],
  ["lambda:GetFunctionConfiguration", async () => () => publish()],
  ["lambda:InvokeFunction", async () => () => cloud.functions.invoke("shop", "$LATEST", {})],
  ["lambda:GetAlias", async () => () => cloud.functions.findAlias("shop", "live")],
  ["lambda:CreateAlias", async () => () => cloud.functions.pointAlias("shop", "live", "1")],
  [
    "lambda:UpdateAlias",
    async () => {
      await cloud.functions.pointAlias("shop", "live", "1");
      return () => cloud.functions.pointAlias("shop", "live", "1");
    },
  ],
  ["lambda:DeleteFunction", async () => () => cloud.functions.remove("shop")],
  ["apigateway:GET", async () => () => cloud.frontDoor.list()],
  ["apigateway:POST", async () => () => cloud.frontDoor.create(door("shop"))],
  ["apigateway:PUT", async () => () => cloud.frontDoor.create(door("shop")), "*/tags/*"],
  ["lambda:AddPermission", async () => () => cloud.frontDoor.create(door("shop"))],
  ["apigateway:POST", async () => () => cloud.frontDoor.create(door("shop")), "*/deployments"],
  ["apigateway:PUT", async () => async () => cloud.frontDoor.update(await api(), door("shop"))],
  [
    "lambda:GetPolicy",
    async () => {
      await cloud.frontDoor.update(await api(), door("shop"));
      return servingApi;
    },
  ],
  ["apigateway:GET", async () => servingApi, "*/stages/live"],
  ["apigateway:GET", async () => servingApi, "*/deployments/*"],
  ["apigateway:DELETE", async () => async () => cloud.frontDoor.remove(await api())],
  ["apigateway:GET", halfMadeApi, "*/stages"],
  ["apigateway:GET", halfMadeApi, "*/resources"],
  ["logs:DeleteLogGroup", async () => () => cloud.logs.remove("/aws/lambda/shop")],
];

/** Leaves an API as an older version did that broke off. @returns the look at it */
async function halfMadeApi(): Promise<() => Promise<unknown>> {
  const left = door("left");
  await new APIGatewayClient({ region: aws.region }).send(
    new CreateRestApiCommand({ name: left.name }),
  );
  return () => cloud.frontDoor.find(left);
}

async function publish(): Promise<string> {
  const found = await cloud.functions.find("shop");
  return cloud.functions.publish("shop", found?.codeSha256 ?? "");
}

const servingApi = () => cloud.frontDoor.find(door("shop"));

async function api(): Promise<string> {
  return (await servingApi())?.id ?? "";
}

describe("a call that AWS denies", () => {
  test.each(cases)("for want of %s says so", async (action, prepare, resource = "*") => {
    const call = await prepare();
    deny(action, resource);
    const error = (await call().catch((thrown: unknown) => thrown)) as UserError;
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain(`AWS denies \`${action}\``);
    expect(error.fix).toContain(`\`${action}\``);
  });

  test.each<[string, (place: Place) => Promise<unknown>]>([
    ["deploy", (place) => observe(cloud, place, false, "deployed")],
    ["destroy", (place) => findStageResources(cloud, place)],
    [
      "prewarm",
      ({ app, stage }) =>
        prewarmStage({ cloud, inputs: { app, stage } } as unknown as CloudContext),
    ],
  ])("to list tags is no stranger's function, at %s", async (_, look) => {
    const place = await findPlace(
      cloud,
      { app: "hidden", stage: "live", preview: undefined, bucket: undefined },
      { repository: "org/hidden", repositoryId: "7" },
    );
    if (!(await cloud.functions.find(place.name))) await fn(place.name);
    deny("lambda:ListTags", "*");
    await expect(look(place)).rejects.toMatchObject({
      message: expect.stringContaining("AWS denies `lambda:ListTags`"),
    });
  });

  test("is any that is made, but the one that asks who we are", () => {
    const sources = resolve(import.meta.dirname, "../../../src/aws");
    const made = readdirSync(sources, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap(
        (file) => readFileSync(join(sources, file), "utf8").match(/\b\w+(?=Command\()/g) ?? [],
      )
      .filter((name) => name !== "GetCallerIdentity");
    const denied = readFileSync(join(stateDir, "requests.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { service: string; operation: string; status: number })
      .filter(({ service, status }) => status === (service === "logs" ? 400 : 403))
      .map(({ operation }) => operation);
    expect([...new Set(made)].filter((name) => !denied.includes(name))).toEqual([]);
  });
});
