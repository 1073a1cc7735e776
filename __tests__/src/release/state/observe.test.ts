import { describe, expect, test } from "@jest/globals";
import type { Cloud } from "../../../../src/ports/cloud.ts";
import type { ObservedFrontDoor } from "../../../../src/ports/front-door.ts";
import type { ObservedFunction } from "../../../../src/ports/functions.ts";
import type { ScheduleSpec } from "../../../../src/ports/schedules.ts";
import { tagsOf } from "../../../../src/release/place/ownership.ts";
import { observe } from "../../../../src/release/state/observe.ts";
import { storeWith } from "../../../fakes/cloud/bundle-store.ts";

const place = {
  identity: { account: "123456789012", partition: "aws" },
  region: "eu-west-1",
  app: "shop",
  stage: "production",
  name: "shop-production",
  bucket: "bundles",
  tags: tagsOf("shop", "production", "org/shop"),
  aliasArn: "arn:live",
};
const copy = (codeSha256: string, tags = place.tags): ObservedFunction => ({
  arn: "arn",
  codeSha256,
  settings: {},
  variables: {},
  tags,
});
const frontDoor: ObservedFrontDoor = {
  id: "a1",
  url: "https://a1.example/production",
  serves: "digest",
  tags: place.tags,
};
const schedule: ScheduleSpec = { expression: "", target: "arn:live", role: "", input: "" };
const app = {
  name: "app",
  prefix: "shop/archives/protected/app/",
  pieces: [{ sha256: "a".repeat(64), bytes: 1, tarBytes: 1 }],
  bytes: 1,
  unpackedBytes: 1,
};
const record = { variables: ["GREETING"], archives: [app], assets: ["app/public/a.css"] };

/** A stage in AWS: its working copy, its live version, and what belongs to it. */
interface Stage {
  readonly workingCopy?: ObservedFunction;
  readonly live?: { readonly version: string; readonly found: ObservedFunction | undefined };
  readonly frontDoor?: ObservedFrontDoor;
  readonly schedule?: ScheduleSpec;
}

async function observed(stage: Stage, wantsSchedule = false) {
  const { store } = storeWith("bundles");
  await store.writeJson("bundles", "shop/production/releases/7.json", record);
  const cloud = {
    store,
    functions: {
      async find(name: string, qualifier?: string) {
        expect(name).toBe("shop-production");
        if (qualifier === undefined) return stage.workingCopy;
        return qualifier === stage.live?.version ? stage.live.found : undefined;
      },
      findAlias: async (_: string, alias: string) =>
        alias === "live" ? stage.live?.version : undefined,
    },
    frontDoor: { noun: "REST API", find: async () => stage.frontDoor },
    schedules: { find: async () => stage.schedule },
  };
  return observe(cloud as unknown as Cloud, place, wantsSchedule);
}

describe("what is observed of a stage", () => {
  test("is all that a release has left", async () => {
    const stage = {
      workingCopy: copy("next"),
      live: { version: "7", found: copy("seventh") },
      frontDoor,
      schedule,
    };
    expect(await observed(stage)).toEqual({
      workingCopy: copy("next"),
      live: { ...copy("seventh"), version: "7" },
      frontDoor,
      schedule,
      formerlySet: ["GREETING"],
      assets: { own: ["app/public/a.css"], app, earlier: undefined },
    });
  });

  const nothing = {
    workingCopy: undefined,
    live: undefined,
    frontDoor: undefined,
    schedule: undefined,
    formerlySet: [],
    assets: undefined,
  };
  test.each<[string, Stage, object]>([
    ["nothing where there is nothing", {}, nothing],
    [
      "no live version where none ever was",
      { workingCopy: copy("first") },
      { ...nothing, workingCopy: copy("first") },
    ],
    [
      "no live version where its alias points at nothing",
      { workingCopy: copy("first"), live: { version: "7", found: undefined } },
      { ...nothing, workingCopy: copy("first") },
    ],
    [
      "no variables and assets where the release has no record",
      { workingCopy: copy("next"), live: { version: "8", found: copy("eighth") } },
      {
        ...nothing,
        workingCopy: copy("next"),
        live: { ...copy("eighth"), version: "8" },
      },
    ],
  ])("is %s", async (_, stage, expected) => expect(await observed(stage)).toEqual(expected));

  test.each<[string, Stage, string]>([
    ["a function", { workingCopy: copy("x", {}) }, "There is a function `shop-production` that"],
    ["a front door", { frontDoor: { ...frontDoor, tags: {} } }, "There is a REST API `shop-"],
  ])("is an error where %s is somebody else's", async (_, stage, message) =>
    expect(observed(stage)).rejects.toThrow(message),
  );

  test("is an error where somebody else's schedule has the name that is needed", async () => {
    const stage = { schedule: { ...schedule, target: "arn:queue" } };
    await expect(observed(stage, true)).rejects.toThrow("There is a schedule `shop-production`");
    expect(await observed(stage, false)).toMatchObject({ schedule: undefined });
  });
});
