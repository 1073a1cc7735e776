import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  AttachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { logName } from "../../local/state/function-logs.ts";
import { createCloud } from "../../src/aws/cloud.ts";
import { cloudSuite } from "../ports/cloud-suite.ts";
import { openEmbeddedAws } from "../ports/embedded-aws.ts";
import type { SeenRole } from "../ports/world.ts";

/** An embedded AWS in a region, and the world of its cases. */
async function open(region: string) {
  const { aws, stateDir, clock, close } = await openEmbeddedAws({ region });
  const iam = new IAMClient({ region });
  const world = {
    cloud: createCloud(region, clock, aws.apiUrl),
    put,
    role: (name: string) => seeRole(iam, name),
    hasLog: (group: string) => existsSync(join(stateDir, "logs", `${logName(group)}.log`)),
    async attach(RoleName: string, PolicyArn: string) {
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    },
  };
  return { close, world };
}

async function put(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  return (await fetch(url, { method: "PUT", body, headers })).status;
}

async function seeRole(iam: IAMClient, RoleName: string): Promise<SeenRole | undefined> {
  const found = await iam.send(new GetRoleCommand({ RoleName })).catch((error: Error) => {
    if (error.name.startsWith("NoSuchEntity")) return undefined;
    throw error;
  });
  if (found === undefined) return undefined;
  const { AttachedPolicies = [] } = await iam.send(
    new ListAttachedRolePoliciesCommand({ RoleName }),
  );
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const inline = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const command = new GetRolePolicyCommand({ RoleName, PolicyName });
      const { PolicyDocument = "" } = await iam.send(command);
      return [PolicyName, decodeURIComponent(PolicyDocument)] as const;
    }),
  );
  return {
    trustPolicy: decodeURIComponent(found.Role?.AssumeRolePolicyDocument ?? ""),
    managedPolicies: AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn),
    inline: Object.fromEntries(inline),
    tags: Object.fromEntries((found.Role?.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
  };
}

describe.each([
  ["eu-west-1", "aws"],
  ["us-gov-west-1", "aws-us-gov"],
])("the cloud on AWS in %s", (region, partition) => {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    opened = await open(region);
  });
  afterAll(() => opened.close());

  test.each(cloudSuite.map(({ title, run }) => [title, run] as const))("%s", (_, run) =>
    run({ ...opened.world, partition }),
  );
});
