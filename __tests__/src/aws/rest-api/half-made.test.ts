import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetRestApisCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { createCloud } from "../../../../src/aws/cloud.ts";
import { restApiDefinition } from "../../../../src/aws/rest-api/definition.ts";
import { UserError } from "../../../../src/errors.ts";
import type { FrontDoorSpec } from "../../../../src/ports/front-door.ts";
import { assertOurs } from "../../../../src/release/place/ownership.ts";
import { openEmbeddedAws } from "../../../ports/embedded-aws.ts";
import { createLive, doorOf } from "../../../ports/resources.ts";
import { unique, type World } from "../../../ports/world.ts";
import {
  type Breakage,
  type BreakingProxy,
  openBreakingProxy,
} from "../../../stand-ins/breaking-proxy.ts";

const embedded = await openEmbeddedAws();
const { aws, clock } = embedded;
let proxy: BreakingProxy;
let world: World;
/** Talks to the embedded AWS itself. */
let gateway: APIGatewayClient;
const FUNCTION = "live-function";
/** What whoever watches is told. */
const said: string[] = [];
beforeAll(async () => {
  proxy = await openBreakingProxy(aws.endpoint);
  process.env.AWS_ENDPOINT_URL = proxy.endpoint;
  const say = (line: string) => void said.push(line);
  const cloud = createCloud(aws.region, clock, aws.apiUrl, { say });
  world = { cloud } as World;
  await createLive(world, FUNCTION);
  gateway = new APIGatewayClient({ region: aws.region, endpoint: aws.endpoint });
});
afterEach(() => {
  proxy.breaks = () => undefined;
  said.length = 0;
});
afterAll(async () => {
  await proxy.close();
  await embedded.close();
});

/** A stage that has no front door yet. All have one function, because it makes no difference here. */
async function stage(): Promise<FrontDoorSpec> {
  const spec = { ...(await doorOf(world, FUNCTION)), name: unique("half-made") };
  proxy.seen.length = 0;
  return spec;
}

/** What a deploy does to a front door: it looks, and makes or changes it. */
async function deploy(spec: FrontDoorSpec): Promise<void> {
  const { frontDoor } = world.cloud;
  const found = await frontDoor.find(spec, (tags) =>
    assertOurs(frontDoor.noun, spec.name, tags, spec.tags),
  );
  if (found === undefined) await frontDoor.create(spec);
  else if (found.serves !== frontDoor.digest(spec)) await frontDoor.update(found.id, spec);
}

const apis = async (name: string) =>
  ((await gateway.send(new GetRestApisCommand({ limit: 500 }))).items ?? []).filter(
    (api) => api.name === name,
  );

/** One API of the name is there, it is ours, and it serves what it should. */
async function expectServed(spec: FrontDoorSpec): Promise<void> {
  proxy.breaks = () => undefined;
  expect(await apis(spec.name)).toEqual([expect.objectContaining({ tags: spec.tags })]);
  const { frontDoor } = world.cloud;
  expect((await frontDoor.find(spec))?.serves).toBe(frontDoor.digest(spec));
}

/** The calls of a first deploy, in order. */
const CALLS = [
  "GET /restapis?limit=500", // find
  "GET /restapis?limit=500", // create: it may be there after all
  "POST /restapis",
  "PUT /restapis/ID?mode=overwrite",
  "POST /2015-03-31/functions/NAME/policy?Qualifier=live",
  "POST /restapis/ID/deployments",
];

test("a first deploy makes these calls", async () => {
  const spec = await stage();
  await deploy(spec);
  const [api] = await apis(spec.name);
  const calls = proxy.seen.map((call) =>
    call.replace(api?.id ?? "", "ID").replace(FUNCTION, "NAME"),
  );
  expect(calls).toEqual(CALLS);
});

const rows = (breakages: readonly Breakage[]) =>
  CALLS.flatMap((call, index) => breakages.map((how) => [how, index, call] as const));

const changes = (call: string) => /^(?:POST|PUT) .restapis/.test(call);

describe("a first deploy that meets one failure goes on to its end", () => {
  test.each([
    ...rows(["request lost", "answer lost", "failed when done", "throttled"]),
    ...rows(["busy"]).filter(([, , call]) => changes(call)),
  ])("%s: call %i, %s", async (how, index) => {
    const spec = await stage();
    proxy.breaks = (at) => (at === index ? how : undefined);
    await deploy(spec);
    await expectServed(spec);
  });
});

describe("after a first deploy that ended at one call, the next one finishes the work", () => {
  test.each(rows(["request lost", "answer lost", "denied"]))(
    "%s: call %i, %s",
    async (how, index) => {
      const spec = await stage();
      // The job is gone by then: whatever it would do after that call is not done.
      proxy.breaks = (at) => (at < index ? undefined : at === index ? how : "denied");
      await expect(deploy(spec)).rejects.toThrow(UserError);
      proxy.breaks = () => undefined;
      await deploy(spec);
      await expectServed(spec);
    },
  );
});

/** An API as an older version made it before it tagged it. */
async function untagged(spec: FrontDoorSpec, definition: string, stageName?: string) {
  const { id: restApiId = "" } = await gateway.send(new CreateRestApiCommand({ name: spec.name }));
  const body = Buffer.from(definition);
  await gateway.send(new PutRestApiCommand({ restApiId, mode: "overwrite", body }));
  if (stageName) await gateway.send(new CreateDeploymentCommand({ restApiId, stageName }));
  return restApiId;
}

describe("an API without tags", () => {
  test("that an older version left half made is replaced", async () => {
    const spec = await stage();
    const left = await untagged(spec, restApiDefinition(spec, aws.region));
    await deploy(spec);
    await expectServed(spec);
    expect((await apis(spec.name))[0]?.id).not.toBe(left);
  });

  test.each<[string, (spec: FrontDoorSpec) => readonly [definition: string, stage?: string]]>([
    ["serves a stage", (spec) => [restApiDefinition(spec, aws.region), "live"]],
    [
      "invokes something else",
      (spec) => [restApiDefinition({ ...spec, aliasArn: `${spec.aliasArn}r` }, aws.region)],
    ],
  ])("is somebody else's if it %s: the deploy says which it is", async (_, make) => {
    const spec = await stage();
    const id = await untagged(spec, ...make(spec));
    const before = await apis(spec.name);
    await expect(deploy(spec)).rejects.toMatchObject({
      message: `There is a REST API \`${spec.name}\` that megamode-deploy did not make.`,
      fix: expect.stringContaining(`\`${id}\``),
    });
    expect(await apis(spec.name)).toEqual(before);
  });

  test("does not hide ours of the same name", async () => {
    const spec = await stage();
    await untagged(spec, restApiDefinition(spec, aws.region), "live");
    const { id } = await world.cloud.frontDoor.create(spec);
    await deploy(spec);
    expect(await world.cloud.frontDoor.find(spec)).toMatchObject({
      id,
      serves: world.cloud.frontDoor.digest(spec),
    });
  });
});

test("of two APIs that are ours, the one that serves is found", async () => {
  const spec = await stage();
  const empty = { name: spec.name, tags: { ...spec.tags } };
  await gateway.send(new CreateRestApiCommand(empty));
  const { id: restApiId = "" } = await gateway.send(new CreateRestApiCommand(empty));
  await world.cloud.frontDoor.update(restApiId, spec);
  expect(await world.cloud.frontDoor.find(spec)).toMatchObject({ id: restApiId });
});

describe("a change that an account may make seldom gets its turn after minutes, and it is said what is waited for", () => {
  /** Refuses a kind of call for this many seconds: others of the account have their turn. */
  function refuseFor(seconds: number, kind: RegExp): void {
    const until = embedded.clock.now() + seconds * 1000;
    proxy.breaks = (_, call) =>
      kind.test(call) && embedded.clock.now() < until ? "throttled" : undefined;
  }

  test.each([
    ["CreateRestApi", 3, /^POST .restapis$/],
    ["PutRestApi", 1, /^PUT .restapis/],
    ["CreateDeployment", 5, /^POST .restapis.*deployments$/],
  ])("%s", async (name, seconds, kind) => {
    const spec = await stage();
    refuseFor(300, kind);
    await deploy(spec);
    await expectServed(spec);
    expect(said).toEqual([turnOf(name, seconds)]);
  });

  // Each of ten previews that are closed at once waits for the nine others.
  test("DeleteRestApi", async () => {
    const spec = await stage();
    const { id } = await world.cloud.frontDoor.create(spec);
    refuseFor(300, /^DELETE/);
    await world.cloud.frontDoor.remove(id);
    expect(await apis(spec.name)).toEqual([]);
    expect(said).toEqual([turnOf("DeleteRestApi", 30)]);
  });

  test("for ten minutes at most", async () => {
    const spec = await stage();
    const { id } = await world.cloud.frontDoor.create(spec);
    refuseFor(3600, /^DELETE/);
    await expect(world.cloud.frontDoor.remove(id)).rejects.toMatchObject({
      message: expect.stringContaining("`DeleteRestApi` for 10 minutes"),
      fix: expect.stringContaining("Run the job again"),
    });
  });

  const turnOf = (name: string, seconds: number) =>
    `Waiting up to 10 minutes for a turn: API Gateway takes one \`${name}\` in ${seconds} s of an account.`;
});

test("a front door whose removal was done though its answer was lost is gone", async () => {
  const spec = await stage();
  const { id } = await world.cloud.frontDoor.create(spec);
  proxy.seen.length = 0;
  proxy.breaks = (index) => (index === 0 ? "answer lost" : undefined);
  await world.cloud.frontDoor.remove(id);
  expect(await apis(spec.name)).toEqual([]);
});
