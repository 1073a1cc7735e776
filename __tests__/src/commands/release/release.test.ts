import { describe, expect, test } from "@jest/globals";
import { Env } from "../../../../contract/environment.ts";
import { pieceKey } from "../../../../contract/manifest.ts";
import { bundleDigest } from "../../../../src/bundle/manifest.ts";
import { trustPolicy } from "../../../../src/release/role-policies.ts";
import { COLD_START } from "../../../fakes/cloud.ts";
import { type DeployContext, deployContext } from "../deploy-context.ts";
import { bundle, RUBY } from "./bundle.ts";
import { deployBuilt, liveVersion, NAME, readObject } from "./deploy-built.ts";

const built = await bundle({ app: "first" });
const given = { "prewarm-rate": "off" };

const methodsOf = ({ cloud }: DeployContext) => cloud.calls.map(({ method }) => method);

describe("a first deploy", () => {
  test("says what serves, at which URL, and what it took", async () => {
    const context = deployContext(given);
    const released = await deployBuilt(context, built);
    expect(released).toEqual({
      url: "https://door1.execute-api.eu-west-1.amazonaws.com/production",
      functionName: NAME,
      version: "1",
      previousVersion: undefined,
      changes: [
        { kind: "create-function" },
        { kind: "release-version", because: ["nothing is live yet"] },
        { kind: "create-front-door" },
      ],
      uploaded: built.archives.map(({ ref }) => ({ ref, bytes: ref.bytes })),
      bundleDigest: bundleDigest(built.manifest),
      coldStart: COLD_START,
      answer: { status: 200, milliseconds: 0 },
    });
    expect(context.reporter.groups).toEqual([
      "Find the stage",
      "Observe",
      "Roles",
      "Upload",
      "Create the function",
      "Publish a version",
      "Prewarm",
      "Check health",
      "Move traffic",
      "Create the front door",
      "Request the public URL",
    ]);
  });

  test("creates a function that has the bundle, its role and the tags of the stage", async () => {
    const { cloud, ...context } = deployContext({ ...given, memory: "1024" });
    await deployBuilt({ ...context, cloud }, built);
    const fn = await cloud.functions.find(NAME, "live");
    expect(fn).toMatchObject({
      settings: {
        Role: "arn:aws:iam::123456789012:role/megamode-shop",
        MemorySize: 1024,
        Architectures: ["x86_64"],
      },
      tags: { "megamode:app": "shop", "megamode:stage": "production" },
    });
    expect(fn?.variables[Env.release]).toBe(bundleDigest(built.manifest));
    expect(fn?.variables.SECRET_KEY_BASE).toMatch(/^[0-9a-f]{128}$/);
    const role = cloud.state.roles.get("megamode-shop");
    expect([...(role?.inline.keys() ?? [])]).toEqual([
      "megamode-eu-west-1",
      "megamode-eu-west-1-production",
    ]);
  });

  test("records the release: its variables by name, and what it names in the bucket", async () => {
    const { cloud, ...context } = deployContext({ ...given, environment: "AA=1\nBB=2" });
    await deployBuilt({ ...context, cloud }, built);
    expect(readObject(cloud, "shop/production/releases/1.json")).toEqual({
      schema: 1,
      version: "1",
      bundleDigest: bundleDigest(built.manifest),
      archives: built.manifest.archives,
      assets: [],
      variables: ["AA", "BB"],
      releasedAt: "1970-01-01T00:00:00.000Z",
    });
  });
});

describe("an unchanged deploy", () => {
  test("changes nothing, and makes only calls that look, or that may be repeated", async () => {
    const first = deployContext(given);
    await deployBuilt(first, built);
    const { cloud } = first;
    const before = structuredClone(cloud.state);
    cloud.calls.length = 0;
    const again = deployContext(given, cloud);
    const released = await deployBuilt(again, built);
    expect(released).toMatchObject({
      url: "https://door1.execute-api.eu-west-1.amazonaws.com/production",
      version: "1",
      previousVersion: "1",
      changes: [],
      uploaded: [],
      coldStart: undefined,
    });
    expect(structuredClone(cloud.state)).toEqual(before);
    expect(methodsOf(again)).toEqual([
      "roles.identity",
      "store.findBucket",
      "store.readJson",
      "functions.find",
      "functions.findAlias",
      "functions.find",
      "frontDoor.find",
      "store.readJson",
      "schedules.find",
      "roles.ensure",
      "store.ensureBucket",
      "store.has",
      "store.has",
      "store.has",
    ]);
    expect(again.reporter.infos).toContain(
      "Nothing to do: version 1 already has this bundle and this configuration.",
    );
  });
});

describe("an update", () => {
  test("releases a second version and records which one it replaced", async () => {
    const { cloud } = await deployed();
    const context = deployContext(given, cloud);
    const released = await deployBuilt(context, await bundle({ app: "second" }));
    expect(released).toMatchObject({
      version: "2",
      previousVersion: "1",
      url: "https://door1.execute-api.eu-west-1.amazonaws.com/production",
      uploaded: [{ ref: { name: "app" } }],
    });
    expect(liveVersion(cloud)).toBe("2");
    expect(readObject(cloud, "shop/production/releases/2.json")).toMatchObject({
      previousVersion: "1",
    });
    expect(context.reporter.infos.join("\n")).toMatch(
      /A new version is needed, because of: bundle or proxy/,
    );
  });

  test("keeps variables that somebody set by hand, and drops those of the former inputs", async () => {
    const first = deployContext({ ...given, environment: "FORMER=1" });
    const { cloud } = first;
    await deployBuilt(first, built);
    const found = cloud.state.functions.get(NAME)!;
    const { settings } = found.workingCopy;
    const Variables = { ...settings.Environment.Variables, BY_HAND: "1" };
    found.workingCopy = {
      ...found.workingCopy,
      settings: { ...settings, Environment: { Variables } },
    };
    await deployBuilt(deployContext({ ...given, environment: "NEW=1" }, cloud), built);
    const live = await cloud.functions.find(NAME, "live");
    expect(live?.variables).toMatchObject({ BY_HAND: "1", NEW: "1" });
    expect(live?.variables).not.toHaveProperty("FORMER");
  });
});

describe("the record of a recipe", () => {
  test("names the archives of Ruby and the gems, with their parts", async () => {
    const context = deployContext(given);
    const made = await bundle({ app: "first", recipe: "0123" });
    await deployBuilt(context, made);
    expect(readObject(context.cloud, "shop/recipes/protected/0123.json")).toEqual({
      schema: 1,
      ruby: RUBY,
      archives: made.archives.slice(0, 2).map(({ ref, parts }) => ({ ...ref, parts })),
    });
  });

  test("names the gems that builds need where Lambda gets fewer, and those lie in the bucket", async () => {
    const context = deployContext(given);
    const made = await bundle({ app: "first", recipe: "0123" });
    const { archives } = await bundle({ app: "x", gem: "Rack with its programs" });
    const gems = archives[1]!;
    await deployBuilt(context, {
      ...made,
      forLaterBuilds: { recipe: "0123", ruby: RUBY, gems },
    });
    expect(readObject(context.cloud, "shop/recipes/protected/0123.json")).toMatchObject({
      archives: [made.archives[0]?.ref, gems.ref],
    });
    const keys = [...context.cloud.state.buckets.values()].flatMap((all) => [...all.keys()]);
    expect(keys).toEqual(
      expect.arrayContaining(gems.ref.pieces.map((piece) => pieceKey(gems.ref, piece))),
    );
    expect(made.archives[1]?.ref.pieces).not.toEqual(gems.ref.pieces);
  });

  test.each(["protected", "deployed", "preview"] as const)(
    "lies at the stage's own level: `%s`",
    async (trust) => {
      const context = deployContext(given);
      const inputs = { ...context.inputs, trust };
      await deployBuilt({ ...context, inputs }, await bundle({ app: "first", recipe: "0123" }));
      const objects = [...context.cloud.state.buckets.values()].flatMap((all) => [...all.keys()]);
      expect(objects.filter((key) => key.includes("/recipes/"))).toEqual([
        `shop/recipes/${trust}/0123.json`,
      ]);
    },
  );

  test("that may not be written costs later builds time: the release goes on, and says so", async () => {
    const context = deployContext(given);
    const denied = new Error("The role must not call s3:PutObject.\nmore");
    context.cloud.fail("store.writeJson", denied, { skip: 0, isDone: false });
    const released = await deployBuilt(context, await bundle({ app: "first", recipe: "0123" }));
    expect(released.version).toBe("1");
    expect(context.reporter.infos).toContain(
      "Cannot record the gems and Ruby for later builds: The role must not call s3:PutObject.",
    );
  });

  test("is not written by a build that found its archives by one", async () => {
    const { cloud } = await deployed();
    const objects = [...cloud.state.buckets.values()].flatMap((bucket) => [...bucket.keys()]);
    expect(objects.filter((key) => key.includes("recipes"))).toEqual([]);
  });
});

describe("the execution role", () => {
  test("is the user's own where there is one, and is left as it is: the log has what it needs", async () => {
    const context = deployContext({
      ...given,
      environment: "KEY=ssm:/shop/key",
      "execution-role": "arn:aws:iam::123456789012:role/own",
    });
    const { cloud } = context;
    const own = {
      trustPolicy: trustPolicy("lambda.amazonaws.com"),
      description: "",
      managedPolicies: new Set<string>(),
      inline: new Map<string, string>(),
      tags: {},
    };
    cloud.state.roles.set("own", own);
    await deployBuilt(context, built);
    expect(methodsOf(context)).not.toContain("roles.ensure");
    const fn = await cloud.functions.find(NAME, "live");
    expect(fn?.settings.Role).toBe("arn:aws:iam::123456789012:role/own");
    expect(context.reporter.infos.join("\n")).toMatch(
      /role\/own must have:\n\{.*"ssm:GetParameters".*parameter\/shop\/key/,
    );
  });

  test("may read what `environment` refers to, until a release without it serves", async () => {
    const environment = "KEY=ssm:/shop/key";
    const context = deployContext({ ...given, environment });
    const policy = () =>
      context.cloud.state.roles.get("megamode-shop")?.inline.get("megamode-eu-west-1-production");
    await deployBuilt(context, built);
    expect(policy()).toContain('"arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key"');
    const fn = await context.cloud.functions.find(NAME, "live");
    expect(fn?.variables.KEY).toBe("ssm:/shop/key");
    const without = deployContext(given, context.cloud);
    await deployBuilt(without, built);
    expect(policy()).toContain("parameter/shop/key");
    await deployBuilt(deployContext(given, context.cloud), built);
    expect(policy()).not.toContain("ssm");
  });

  test.each([
    ["30 minutes", "2", true],
    ["30 minutes", "1", false],
    ["off", "2", false],
  ])(
    "with `prewarm-rate: %s` and `prewarm-concurrency: %s`, lets the function ask itself: %s",
    async (rate, concurrency, may) => {
      const context = deployContext({ "prewarm-rate": rate, "prewarm-concurrency": concurrency });
      await deployBuilt(context, built);
      const role = context.cloud.state.roles.get("megamode-shop");
      const policy = role?.inline.get("megamode-eu-west-1-production");
      expect(policy?.includes("lambda:InvokeFunction")).toBe(may);
    },
  );
});

describe("the previews' execution role", () => {
  test("may read what `preview-environment` refers to", async () => {
    const context = deployContext({
      ...given,
      environment: "KEY=ssm:/shop/key",
      "preview-environment": "KEY=ssm:/shop/{stage}/key",
    });
    const task = { ...context.inputs.task, collects: true } as typeof context.inputs.task;
    await deployBuilt({ ...context, inputs: { ...context.inputs, task } }, built);
    const { inline } = context.cloud.state.roles.get("megamode-shop.preview")!;
    const policy = inline.get("megamode-eu-west-1.references");
    expect(policy).toContain('"arn:aws:ssm:eu-west-1:123456789012:parameter/shop/pr-*/key"');
    expect([...inline.values()].join()).not.toContain("parameter/shop/key");
  });

  test.each([true, false])(
    "is made by the deploy of a stage whose previews are removed afterwards: %s",
    async (collects) => {
      const context = deployContext(given);
      const task = { ...context.inputs.task, collects } as typeof context.inputs.task;
      await deployBuilt({ ...context, inputs: { ...context.inputs, task } }, built);
      const { roles } = context.cloud.state;
      expect([...(roles.get("megamode-shop.preview")?.inline.keys() ?? [])]).toEqual(
        collects ? ["megamode-eu-west-1"] : [],
      );
    },
  );

  test.each([
    ["nothing more", "{}"],
    ["a network", '{"VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}}'],
    ["traces", '{"TracingConfig": {"Mode": "Active"}}'],
  ])(
    "is not written anew by a preview that needs %s, so that it may only look",
    async (_, json) => {
      const configured = { ...given, "function-configuration": json };
      const context = deployContext(configured);
      const task = { ...context.inputs.task, collects: true } as typeof context.inputs.task;
      await deployBuilt({ ...context, inputs: { ...context.inputs, task } }, built);
      const before = structuredClone(context.cloud.state.roles);
      await deployBuilt(deployContext({ ...configured, stage: "pr-12" }, context.cloud), built);
      expect(structuredClone(context.cloud.state.roles)).toEqual(before);
    },
  );
});

describe("secrets", () => {
  test("that seal sessions are masked, kept by later deploys, and others in a preview", async () => {
    const sealed = { ...built, sessionSecrets: ["SESSION_SECRET"] };
    const first = deployContext(given);
    const { cloud } = first;
    const kept = async (name: string) =>
      (await cloud.functions.find(name, "live"))?.variables.SESSION_SECRET ?? "";
    await deployBuilt(first, sealed);
    const secret = await kept(NAME);
    expect(secret).toMatch(/^[0-9a-f]{128}$/);
    expect(first.reporter.secrets).toContain(secret);
    await deployBuilt(deployContext({ ...given, memory: "1024" }, cloud), sealed);
    expect(await kept(NAME)).toBe(secret);
    await deployBuilt(deployContext({ ...given, stage: "pr-12" }, cloud), sealed);
    expect(await kept("shop-pr-12")).toMatch(/^[0-9a-f]{128}$/);
    expect(await kept("shop-pr-12")).not.toBe(secret);
  });

  test("of the function's variables are masked before the release command's output is told", async () => {
    const context = deployContext({ ...given, "release-command": "env" });
    const { cloud, reporter } = context;
    const { answer } = cloud;
    let generated = "";
    cloud.answer = (message, target) => {
      if (message.message !== "run") return answer(message, target);
      const { Variables } = cloud.state.functions.get(NAME)!.workingCopy.settings.Environment;
      generated = Variables.SECRET_KEY_BASE ?? "";
      return { payload: { status: 0, output: `SECRET_KEY_BASE=${generated}\n` }, error: undefined };
    };
    await deployBuilt(context, built);
    const masked = reporter.told.indexOf(`secret: ${generated}`);
    const told = reporter.told.indexOf(`info: SECRET_KEY_BASE=${generated}`);
    expect(generated).not.toBe("");
    expect(masked).toBeGreaterThanOrEqual(0);
    expect(told).toBeGreaterThan(masked);
  });
});

describe("the public URL", () => {
  test("is asked for the health check's path; one that does not answer is an error, and the version is live", async () => {
    const context = deployContext(given);
    const asked: string[] = [];
    const down = {
      ...context,
      fetch: async (url: Parameters<typeof fetch>[0]) => {
        asked.push(String(url));
        return new Response("no such host", { status: 502 });
      },
    };
    await expect(deployBuilt(down, built)).rejects.toThrow(/The version is live, but .*502/);
    const url = "https://door1.execute-api.eu-west-1.amazonaws.com/production/up";
    expect(new Set(asked)).toEqual(new Set([url]));
    expect(liveVersion(context.cloud)).toBe("1");
    expect((await deployBuilt(context, built)).changes).toEqual([]);
  });

  test("of a stage behind a CDN is the CDN's, but the API's own is asked: the CDN may come later", async () => {
    const context = deployContext({ ...given, "public-url": "https://www.example.com/shop" });
    const api = "https://door1.execute-api.eu-west-1.amazonaws.com/production";
    const asked: unknown[] = [];
    const { answer } = context.cloud;
    context.cloud.answer = (message, target) => {
      if (message.message === "status") asked.push([message.host, message.prefix]);
      return answer(message, target);
    };
    const released = await deployBuilt(context, built);
    expect(released).toMatchObject({ url: "https://www.example.com/shop", apiUrl: api });
    expect(released.answer.status).toBe(200);
    expect(asked).toEqual([["www.example.com", "/shop"]]);
    const variables = async () => (await context.cloud.functions.find(NAME, "live"))?.variables;
    expect(await variables()).toMatchObject({
      MEGAMODE_PUBLIC_URL: "https://www.example.com/shop",
    });

    const without = { ...deployContext(given), cloud: context.cloud, fetch: context.fetch };
    expect(await deployBuilt(without, built)).toMatchObject({ url: api, version: "2" });
    expect(await variables()).not.toHaveProperty("MEGAMODE_PUBLIC_URL");
  });
});

async function deployed(): Promise<DeployContext> {
  const context = deployContext(given);
  await deployBuilt(context, built);
  return context;
}
