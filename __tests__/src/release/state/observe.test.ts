import { describe, expect, test } from "@jest/globals";
import type { Cloud } from "../../../../src/ports/cloud.ts";
import type { ObservedFrontDoor } from "../../../../src/ports/front-door.ts";
import type { ObservedFunction } from "../../../../src/ports/functions.ts";
import type { ScheduleSpec } from "../../../../src/ports/schedules.ts";
import type { Place } from "../../../../src/release/place/find-place.ts";
import { tagsOf } from "../../../../src/release/place/ownership.ts";
import { observe } from "../../../../src/release/state/observe.ts";
import { storeWith } from "../../../fakes/cloud/bundle-store.ts";

const place = {
  identity: { account: "123456789012", partition: "aws" },
  region: "eu-west-1",
  app: "shop",
  stage: "production",
  level: "deployed" as const,
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
  prefix: "shop/archives/deployed/app/",
  pieces: [{ sha256: "a1".repeat(32), bytes: 1, tarBytes: 2 }],
  bytes: 1,
  unpackedBytes: 2,
};
const assets = ["app/public/assets/a.css"];
const record = { schema: 1, variables: ["GREETING"], archives: [app], assets };

/** A stage in AWS: its working copy, its live version, and what belongs to it. */
interface Stage {
  readonly workingCopy?: ObservedFunction;
  readonly live?: { readonly version: string; readonly found: ObservedFunction | undefined };
  readonly frontDoor?: ObservedFrontDoor;
  readonly schedule?: ScheduleSpec;
}

type Tags = Readonly<Record<string, string>>;

async function observed(
  stage: Stage,
  wantsSchedule = false,
  { at = place, text = JSON.stringify(record) }: { at?: Place; text?: string } = {},
) {
  const { store, objects } = storeWith("bundles");
  objects.set("shop/production/releases/7.json", Buffer.from(text));
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
    frontDoor: {
      noun: "REST API",
      async find(_: unknown, check: (tags: Tags) => void) {
        if (stage.frontDoor) check(stage.frontDoor.tags);
        return stage.frontDoor;
      },
    },
    schedules: { find: async () => stage.schedule },
  };
  return observe(cloud as unknown as Cloud, at, wantsSchedule, "deployed");
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
      assets: { own: assets, app, earlier: undefined },
      problems: [],
    });
  });

  const nothing = {
    workingCopy: undefined,
    live: undefined,
    frontDoor: undefined,
    schedule: undefined,
    formerlySet: [],
    assets: undefined,
    problems: [],
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

  test.each([
    ["no JSON", "{"],
    ["of another form", "[]"],
    ["nothing", "null"],
  ])("is a release without a record if that is %s, and a problem says so", async (_, text) => {
    const stage = { workingCopy: copy("next"), live: { version: "7", found: copy("seventh") } };
    expect(await observed(stage, false, { text })).toMatchObject({
      formerlySet: [],
      assets: undefined,
      problems: [expect.stringContaining("has an unknown form")],
    });
  });

  test.each<[string, Stage, string]>([
    ["a function", { workingCopy: copy("x", {}) }, "There is a function `shop-production` that"],
    ["a front door", { frontDoor: { ...frontDoor, tags: {} } }, "There is a REST API `shop-"],
  ])("is an error where %s is somebody else's", async (_, stage, message) =>
    expect(observed(stage)).rejects.toThrow(message),
  );

  test("is an error where a pull request would take a deployed stage, and only there", async () => {
    const deployed = { workingCopy: copy("x") };
    const preview = { ...place, level: "preview" as const };
    await expect(observed(deployed, false, { at: preview })).rejects.toThrow(
      "The function `shop-production` belongs to a deployed stage, not to a preview.",
    );
    await expect(observed({ frontDoor }, false, { at: preview })).rejects.toThrow(
      "The REST API `shop-",
    );
    const tags = tagsOf("shop", "production", "org/shop", 12);
    expect(await observed({ workingCopy: copy("x", tags) }, false, { at: preview })).toBeDefined();
    const handedOver = copy("x", { "megamode:app": "shop" });
    expect(await observed({ workingCopy: handedOver }, false, { at: preview })).toBeDefined();
  });

  test("is an error where a deployed stage would take a preview, which goes with its pull request", async () => {
    const tags = tagsOf("shop", "production", "org/shop", 12);
    await expect(observed({ workingCopy: copy("x", tags) })).rejects.toThrow(
      "The function `shop-production` is the preview of pull request 12.",
    );
    await expect(observed({ frontDoor: { ...frontDoor, tags } })).rejects.toThrow("The REST API `");
  });

  test("is an error where somebody else's schedule has the name that is needed", async () => {
    const stage = { schedule: { ...schedule, target: "arn:queue" } };
    await expect(observed(stage, true)).rejects.toThrow("There is a schedule `shop-production`");
    expect(await observed(stage, false)).toMatchObject({ schedule: undefined });
  });
});
