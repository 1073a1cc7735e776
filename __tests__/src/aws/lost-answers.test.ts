import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createCloud } from "../../../src/aws/cloud.ts";
import type { Cloud } from "../../../src/ports/cloud.ts";
import { trustPolicy } from "../../../src/release/role-policies.ts";
import { openEmbeddedAws } from "../../ports/embedded-aws.ts";
import { createFunction, createLive, doorOf, roleSpec } from "../../ports/resources.ts";
import { unique, type World } from "../../ports/world.ts";
import { type BreakingProxy, openBreakingProxy } from "../../stand-ins/breaking-proxy.ts";

const embedded = await openEmbeddedAws();
const { aws, clock } = embedded;
let proxy: BreakingProxy;
let cloud: Cloud;
let world: World;
beforeAll(async () => {
  proxy = await openBreakingProxy(aws.endpoint);
  process.env.AWS_ENDPOINT_URL = proxy.endpoint;
  cloud = createCloud(aws.region, clock, aws.apiUrl);
  world = { cloud } as World;
});
afterAll(async () => {
  await proxy.close();
  await embedded.close();
});

type Making = readonly [what: string, prepare: () => Promise<() => Promise<unknown>>];

const makings: readonly Making[] = [
  ["a bucket", async () => () => cloud.store.ensureBucket(unique("lost-bucket"), () => {})],
  ["a role", async () => () => cloud.roles.ensure(roleSpec(unique("lost-role")))],
  [
    "a function",
    async () => {
      await cloud.roles.ensure(roleSpec("functions-of-cases"));
      return () => createFunction(world, unique("lost-function"));
    },
  ],
  [
    "a version and its alias",
    async () => {
      const name = unique("lost-alias");
      const sha256 = await createFunction(world, name);
      return async () => {
        const version = await cloud.functions.publish(name, sha256);
        expect(version).toBe("1");
        await cloud.functions.pointAlias(name, "live", version);
        expect(await cloud.functions.findAlias(name, "live")).toBe("1");
      };
    },
  ],
  [
    "a schedule",
    async () => {
      const trust = trustPolicy("scheduler.amazonaws.com", aws.account);
      const wanted = { ...roleSpec("lost-schedules"), trustPolicy: trust };
      const { arn: role } = await cloud.roles.ensure(wanted);
      const name = unique("lost-schedule");
      const { aliasArn: target } = await doorOf(world, name);
      const spec = { expression: "rate(30 minutes)", target, role, input: "{}" };
      return () => cloud.schedules.create(name, spec);
    },
  ],
  [
    "a front door",
    async () => {
      const name = unique("lost-door");
      await createLive(world, name);
      const spec = await doorOf(world, name);
      return () => cloud.frontDoor.create(spec);
    },
  ],
];

describe("what was made though its answer was lost is taken as made", () => {
  test.each(makings)("%s", async (_, prepare) => {
    const count = await prepare().then(async (make) => {
      proxy.seen.length = 0;
      await make();
      return proxy.seen.length;
    });
    for (let lost = 0; lost < count; lost += 1) {
      const make = await prepare();
      proxy.seen.length = 0;
      proxy.breaks = (index) => (index === lost ? "answer lost" : undefined);
      await make().catch((error: Error) => {
        throw new Error(`${proxy.seen[lost]}: ${error.name}: ${error.message}`);
      });
      proxy.breaks = () => undefined;
    }
  });
});
