import { describe, expect, test } from "@jest/globals";
import { destroy } from "../../../../src/commands/destroy.ts";
import { prewarmStage } from "../../../../src/commands/prewarm.ts";
import { fakeCloud } from "../../../fakes/cloud.ts";
import { BUCKET } from "../../../fakes/stage.ts";
import { type DeployContext, deployContext } from "../deploy-context.ts";
import { bundle } from "./bundle.ts";
import { deployBuilt, readObject } from "./deploy-built.ts";

const built = await bundle({ app: "first" });

/** A repository as the runner names it. */
interface Repository {
  readonly repository: string | undefined;
  readonly repositoryId: string | undefined;
}

const ours: Repository = { repository: "org/shop", repositoryId: "1001" };
const mallory: Repository = { repository: "mallory/shop", repositoryId: "666" };

function of(whose: Repository, given: Record<string, string>, cloud = fakeCloud()): DeployContext {
  return { ...deployContext({ "prewarm-rate": "30 minutes", ...given }, cloud), ...whose };
}

/** An account in which `org/shop` has deployed `production`. */
async function deployed() {
  const context = of(ours, {});
  await deployBuilt(context, built);
  context.cloud.calls.length = 0;
  return context.cloud;
}

/** What another repository may try with the app's name, on a stage that is not there yet. */
const attempts: readonly (readonly [string, (context: DeployContext) => Promise<unknown>])[] = [
  ["a deploy", (context) => deployBuilt(context, built)],
  ["a destroy", destroy],
];

describe("another repository", () => {
  test.each(attempts)("is refused by what it finds of the app: %s", async (_, attempt) => {
    const cloud = await deployed();
    const before = structuredClone(cloud.state);
    const trying = attempt(of(mallory, { stage: "staging" }, cloud));
    await expect(trying).rejects.toThrow("belongs to the repository `org/shop`");
    expect(structuredClone(cloud.state)).toEqual(before);
  });

  test.each(attempts)("does not get the app's role either: %s", async (_, attempt) => {
    const cloud = await deployed();
    cloud.state.buckets.get(BUCKET)?.clear();
    const before = structuredClone(cloud.state.roles);
    const trying = attempt(of(mallory, { stage: "staging" }, cloud));
    await expect(trying).rejects.toThrow(
      "The role `megamode-shop` belongs to the repository `org/shop`",
    );
    expect(structuredClone(cloud.state.roles)).toEqual(before);
    expect(cloud.state.buckets.get(BUCKET)?.size).toBe(0);
  });

  test("does not get the scheduler's role", async () => {
    const cloud = await deployed();
    cloud.state.buckets.get(BUCKET)?.clear();
    cloud.state.roles.delete("megamode-shop");
    const before = structuredClone(cloud.state.roles.get("megamode-shop.scheduler"));
    const trying = deployBuilt(of(mallory, { stage: "staging" }, cloud), built);
    await expect(trying).rejects.toThrow("The role `megamode-shop.scheduler` belongs to");
    expect(structuredClone(cloud.state.roles.get("megamode-shop.scheduler"))).toEqual(before);
  });

  test("does not get to invoke the app's function", async () => {
    const cloud = await deployed();
    const trying = prewarmStage(of(mallory, { command: "prewarm" }, cloud));
    await expect(trying).rejects.toThrow("belongs to the repository `org/shop`");
    expect(cloud.calls.map(({ method }) => method)).toEqual(["functions.find"]);
  });

  test("that takes the name of a renamed repository is still another one", async () => {
    const cloud = await deployed();
    const again = { repository: "org/shop", repositoryId: "666" };
    const trying = deployBuilt(of(again, { stage: "production" }, cloud), built);
    await expect(trying).rejects.toThrow("belongs to the repository `org/shop` (id 1001)");
  });
});

describe("the app's repository", () => {
  test("keeps the app when it is renamed, and its roles get the new name", async () => {
    const cloud = await deployed();
    const renamed = { ...ours, repository: "org/boutique" };
    await deployBuilt(of(renamed, {}, cloud), built);
    for (const role of ["megamode-shop", "megamode-shop.scheduler"]) {
      expect(cloud.state.roles.get(role)?.tags).toMatchObject({
        "megamode:repository": "org/boutique",
        "megamode:repository-id": "1001",
      });
    }
  });

  test("claims the bucket's prefix with the first deploy, and only reads the claim afterwards", async () => {
    const cloud = await deployed();
    const claim = { schema: 1, repository: "org/shop", repositoryId: "1001" };
    expect(readObject(cloud, "shop/owner.json")).toEqual(claim);
    await deployBuilt(of(ours, {}, cloud), built);
    const calls = cloud.calls.filter(({ args }) => args[1] === "shop/owner.json");
    expect(calls.map(({ method }) => method)).toEqual(["store.readJson"]);
  });

  test("claims what an older version left without a claim", async () => {
    const cloud = await deployed();
    cloud.state.buckets.get(BUCKET)?.delete("shop/owner.json");
    await deployBuilt(of(ours, {}, cloud), built);
    expect(readObject(cloud, "shop/owner.json")).toMatchObject({ repositoryId: "1001" });
  });

  test("that loses the race for the claim is refused before it uploads", async () => {
    const cloud = fakeCloud();
    const { claim } = cloud.store;
    cloud.store.claim = async (bucket, key, value) => {
      const theirs = { schema: 1, repository: "mallory/shop", repositoryId: "666" };
      if (key === "shop/owner.json") await cloud.store.writeJson(bucket, key, theirs);
      return claim(bucket, key, value);
    };
    const trying = deployBuilt(of(ours, {}, cloud), built);
    await expect(trying).rejects.toThrow("belongs to the repository `mallory/shop`");
    expect([...(cloud.state.buckets.get(BUCKET)?.keys() ?? [])]).toEqual(["shop/owner.json"]);
  });

  test.each(["[", "null", "7", '{"schema":2}', '{"schema":1,"repositoryId":7}', '{"schema":1}'])(
    "does not go by a claim that we did not write: %s",
    async (text) => {
      const cloud = await deployed();
      cloud.state.buckets.get(BUCKET)?.set("shop/owner.json", Buffer.from(text));
      const trying = deployBuilt(of(ours, {}, cloud), built);
      await expect(trying).rejects.toThrow("`shop/owner.json`");
    },
  );
});

describe("a terminal, which knows no repository", () => {
  const terminal: Repository = { repository: undefined, repositoryId: undefined };

  test("may deploy any app of the account, and claims nothing", async () => {
    const cloud = await deployed();
    await deployBuilt(of(terminal, { stage: "staging" }, cloud), built);
    const other = of(terminal, { app: "other" }, cloud);
    await deployBuilt(other, built);
    expect(readObject(cloud, "shop/owner.json")).toMatchObject({ repositoryId: "1001" });
    expect(readObject(cloud, "other/owner.json")).toBeUndefined();
  });

  test("leaves the app to the first repository that deploys it", async () => {
    const cloud = fakeCloud();
    await deployBuilt(of(terminal, {}, cloud), built);
    await deployBuilt(of(ours, {}, cloud), built);
    expect(cloud.state.roles.get("megamode-shop")?.tags).toMatchObject({
      "megamode:repository-id": "1001",
    });
    await expect(deployBuilt(of(mallory, {}, cloud), built)).rejects.toThrow("belongs to");
  });
});

test("a role of the user's own is neither read nor changed", async () => {
  const cloud = await deployed();
  const arn = "arn:aws:iam::123456789012:role/megamode-shop";
  const given = { app: "mine", "execution-role": arn, "prewarm-rate": "off" };
  await deployBuilt(of(mallory, given, cloud), built);
  await destroy(of(mallory, { ...given, command: "destroy", stage: "staging" }, cloud));
  const asked = cloud.calls.filter(({ method }) => /^roles\.(?!identity)/.test(method));
  expect(asked).toEqual([]);
});
