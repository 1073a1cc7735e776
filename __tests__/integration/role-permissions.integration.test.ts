import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Aws, startAws } from "../../local/aws.ts";
import { createCloud } from "../../src/aws/cloud.ts";
import type { Cloud } from "../../src/ports/cloud.ts";
import { stagePolicyName } from "../../src/release/place/names.ts";
import { roleSpec } from "../../src/release/role-specs.ts";
import { zipOf } from "../ports/resources.ts";

const stateDir = mkdtempSync(join(tmpdir(), "megamode-permissions-"));
const former = { ...process.env };
let time = Date.now();
let aws: Aws;
let cloud: Cloud;
beforeAll(async () => {
  // Each look at the clock finds it a second later, so that every change has taken effect by the next one.
  const now = () => {
    time += 1_000;
    return time;
  };
  aws = await startAws({ stateDir, now });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
  });
  const sleep = async (milliseconds: number) => {
    time += milliseconds;
  };
  cloud = createCloud(aws.region, { now: () => time, sleep }, aws.apiUrl);
});
afterAll(async () => {
  process.env = former;
  await aws.close();
  rmSync(stateDir, { recursive: true });
});

const functionConfiguration = {
  VpcConfig: { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] },
  FileSystemConfigs: [
    {
      Arn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0000000000000000a",
      LocalMountPath: "/mnt/data",
    },
  ],
  TracingConfig: { Mode: "Active" },
};

function specOf(stage: string, configuration: Readonly<Record<string, unknown>>) {
  return roleSpec({
    app: "shop",
    stage,
    name: `shop-${stage}`,
    level: "deployed",
    region: aws.region,
    bucket: "bundles",
    identity: { account: aws.account, partition: "aws" },
    functionConfiguration: configuration,
    fansOut: false,
    tags: { "megamode:app": "shop" },
  });
}

/** Creates a stage's function by the role that the action makes for it. */
async function create(stage: string, configuration: Readonly<Record<string, unknown>>) {
  const spec = specOf(stage, configuration);
  await cloud.functions.create({
    name: `shop-${stage}`,
    architecture: process.arch === "arm64" ? "arm64" : "x86_64",
    settings: {
      Role: (await cloud.roles.ensure(spec)).arn,
      Handler: "index.handler",
      Runtime: "nodejs24.x",
      MemorySize: 256,
      Timeout: 60,
      EphemeralStorage: { Size: 512 },
      Environment: { Variables: {} },
      ...configuration,
    },
    zip: zipOf("any").content,
    tags: {},
  });
  return spec;
}

const invoke = (stage: string) => cloud.functions.invoke(`shop-${stage}`, "$LATEST", {});

/** How often a stage's function has logged the beginning of an invocation. */
function starts(stage: string): number {
  const file = join(stateDir, "logs", `shop-${stage}.log`);
  return existsSync(file) ? readFileSync(file, "utf8").split("START RequestId").length - 1 : 0;
}

describe("the role that the action makes", () => {
  test("is enough for a network, a mount and the log; without its stage's policy there is no mount", async () => {
    const spec = await create("mounting", functionConfiguration);
    expect((await invoke("mounting")).error).toBeUndefined();
    expect(starts("mounting")).toBe(1);
    await cloud.roles.removePolicy(spec, stagePolicyName(aws.region, "mounting"));
    await expect(invoke("mounting")).rejects.toThrow("couldn't mount the EFS file system");
    expect(starts("mounting")).toBe(1);
  });

  test("lets a stage write its own log, and without its policy nobody hears of it", async () => {
    const spec = await create("logging", {});
    await invoke("logging");
    await cloud.roles.removePolicy(spec, stagePolicyName(aws.region, "logging"));
    expect((await invoke("logging")).error).toBeUndefined();
    expect(starts("logging")).toBe(1);
  });

  test("of a stage without a network is not enough for a function in a network", async () => {
    await cloud.roles.ensure({ ...specOf("plain", {}), name: "plain" });
    const settings = { Role: `arn:aws:iam::${aws.account}:role/plain`, ...functionConfiguration };
    const creating = create("plain", settings);
    await expect(creating).rejects.toThrow("permissions to call CreateNetworkInterface on EC2");
  });
});
