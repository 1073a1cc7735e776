import { describe, expect, test } from "@jest/globals";
import type { Cloud } from "../../../../src/ports/cloud.ts";
import {
  findStageResources,
  removeStageResources,
} from "../../../../src/release/destroy/stage-resources.ts";
import { tagsOf } from "../../../../src/release/place/ownership.ts";

const place = {
  identity: { account: "123456789012", partition: "aws" },
  region: "eu-west-1",
  app: "shop",
  stage: "pr-12",
  level: "preview" as const,
  name: "shop-pr-12",
  bucket: "bundles",
  tags: tagsOf("shop", "pr-12", "org/shop", 12),
  aliasArn: "arn:live",
};
type Tags = Readonly<Record<string, string>>;

/** What AWS has, and what was done to it, in order. */
function cloudWith(has: { function?: Tags; frontDoor?: Tags; scheduleOf?: string }) {
  const done: string[] = [];
  const cloud = {
    store: {
      readJson: async () => undefined,
      async removeAll(bucket: string, prefix: string) {
        done.push(`remove ${bucket}/${prefix}`);
        return 0;
      },
    },
    functions: {
      find: async (name: string) => name === place.name && has.function && { tags: has.function },
      findAlias: async (name: string, alias: string) => `version of ${name}:${alias}`,
      remove: async (name: string) => void done.push(`remove function ${name}`),
    },
    frontDoor: {
      noun: "REST API",
      async find(_: unknown, check: (tags: Tags) => void) {
        if (has.frontDoor) check(has.frontDoor);
        return has.frontDoor && { id: "a1" };
      },
      remove: async (id: string) => void done.push(`remove front door ${id}`),
    },
    schedules: {
      find: async () => has.scheduleOf && { target: has.scheduleOf },
      remove: async (name: string) => void done.push(`remove schedule ${name}`),
    },
    logs: {
      remove: async (group: string) => void done.push(`remove log ${group}`),
    },
    roles: {
      removePolicy: async ({ name }: { name: string }, policy: string) =>
        void done.push(`remove policy ${policy} of ${name}`),
    },
  };
  return { cloud: cloud as unknown as Cloud, done };
}

const nothing = {
  hasFunction: false,
  live: undefined,
  frontDoorId: undefined,
  hasSchedule: false,
};
const everything = {
  hasFunction: true,
  live: "version of shop-pr-12:live",
  frontDoorId: "a1",
  hasSchedule: true,
};

describe("a stage's resources", () => {
  test("are what has its name and its tags", async () => {
    const has = { function: place.tags, frontDoor: place.tags, scheduleOf: "arn:live" };
    expect(await findStageResources(cloudWith(has).cloud, place)).toEqual(everything);
  });

  test("may be none", async () => {
    expect(await findStageResources(cloudWith({}).cloud, place)).toEqual(nothing);
  });

  test("are no schedule of somebody else", async () => {
    const { cloud } = cloudWith({ scheduleOf: "arn:queue" });
    expect(await findStageResources(cloud, place)).toEqual(nothing);
  });

  test.each([
    ["function", "function"],
    ["frontDoor", "REST API"],
  ])("are no %s of another stage whose name is the same", async (resource, noun) => {
    const tags = tagsOf("shop-pr", "12", "org/shop");
    const looking = findStageResources(cloudWith({ [resource]: tags }).cloud, place);
    await expect(looking).rejects.toMatchObject({
      message: `The ${noun} \`shop-pr-12\` is not the stage \`pr-12\` of \`shop\`: its tag \`megamode:app\` is \`shop-pr\`.`,
      fix: expect.stringMatching(/^Nothing was removed\./),
    });
  });

  test.each([
    [{ "megamode:app": "shop", "megamode:stage": "pr-1" }, "is `pr-1`."],
    [{ "megamode:app": "shop" }, "is ``."],
  ])("are none of the stage that tags %j name", async (tags, is) => {
    const looking = findStageResources(cloudWith({ function: tags }).cloud, place);
    await expect(looking).rejects.toThrow(`its tag \`megamode:stage\` ${is}`);
  });

  test.each([
    ["function", "function"],
    ["frontDoor", "REST API"],
  ])("are no %s of a deployed stage, if a preview is meant", async (resource, noun) => {
    const demo = { ...place, stage: "demo", tags: tagsOf("shop", "demo", "org/shop", 12) };
    const find = (tags: Tags, at: typeof place) =>
      findStageResources(cloudWith({ [resource]: tags }).cloud, at);
    const deployed = tagsOf("shop", "demo", "org/shop");
    await expect(find(deployed, demo)).rejects.toMatchObject({
      message: `The ${noun} \`shop-pr-12\` is a deployed stage's, and no preview's.`,
      fix: expect.stringMatching(/^Nothing was removed\./),
    });
    expect(await find(demo.tags, demo)).toBeDefined();
    // No deployed stage has such a name.
    expect(await find(tagsOf("shop", "pr-12", "org/shop"), place)).toBeDefined();
  });

  test.each(["function", "frontDoor"])("are no %s of another repository", async (resource) => {
    const tags = tagsOf("shop", "pr-12", "stranger/shop");
    const looking = findStageResources(cloudWith({ [resource]: tags }).cloud, place);
    await expect(looking).rejects.toThrow("belongs to the repository `stranger/shop`");
  });
});

describe("removing a stage's resources", () => {
  const records = ["remove bundles/shop/pr-12/releases/", "remove bundles/shop/pr-12/runs/"];

  test("leaves the front door, by which a preview is found, for the end", async () => {
    const { cloud, done } = cloudWith({});
    await removeStageResources(cloud, place, everything, false);
    expect(done).toEqual([
      "remove policy megamode-eu-west-1-pr-12 of megamode-shop.preview",
      "remove policy megamode-eu-west-1-pr-12 of megamode-shop.preview.scheduler",
      "remove schedule shop-pr-12",
      "remove function shop-pr-12",
      ...records,
      "remove log /aws/lambda/shop-pr-12",
      "remove front door a1",
    ]);
  });

  test("removes records even if there is nothing else", async () => {
    const { cloud, done } = cloudWith({});
    await removeStageResources(cloud, place, nothing, true);
    expect(done).toEqual(records);
  });
});
