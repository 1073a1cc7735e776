import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { createCloud } from "../../src/aws/cloud.ts";
import { stagePolicyName } from "../../src/release/place/names.ts";
import { roleSpec } from "../../src/release/role-specs.ts";
import { openEmbeddedAws } from "../ports/embedded-aws.ts";
import { zipOf } from "../ports/resources.ts";

const embedded = await openEmbeddedAws();
const { aws, clock, stateDir } = embedded;
const cloud = createCloud(aws.region, clock, aws.apiUrl);
afterAll(embedded.close);

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
