import { describe, expect, test } from "@jest/globals";
import { destroy } from "../../../src/commands/destroy.ts";
import { addStage, BUCKET } from "../../fakes/stage.ts";
import { invocations } from "./asked.ts";
import { cloudContext } from "./cloud-context.ts";

const shop = { app: "shop", repository: "org/shop" };
const given = { command: "destroy", stage: "pr-12" };

describe("destroy", () => {
  test("removes the stage's function, API, schedule and records, and nothing else", async () => {
    const context = cloudContext(given);
    const { cloud } = context;
    addStage(cloud, { ...shop, stage: "pr-12", pullRequest: 12 });
    addStage(cloud, { ...shop, stage: "pr-1", pullRequest: 1 });
    addStage(cloud, { ...shop, stage: "production" });
    await destroy(context);
    expect([...cloud.state.functions.keys()]).toEqual(["shop-pr-1", "shop-production"]);
    expect([...cloud.state.frontDoors.keys()]).toEqual([
      "door-of-shop-pr-1",
      "door-of-shop-production",
    ]);
    expect([...cloud.state.schedules.keys()]).toEqual(["shop-pr-1", "shop-production"]);
    expect([...(cloud.state.buckets.get(BUCKET) ?? new Map()).keys()].sort()).toEqual([
      "shop/archives/0123.zst",
      "shop/pr-1/releases/3.json",
      "shop/production/releases/3.json",
    ]);
  });

  test("is content where there is nothing, and where a part is gone already", async () => {
    const context = cloudContext(given);
    await destroy(context);
    addStage(context.cloud, { ...shop, stage: "pr-12" });
    context.cloud.state.functions.clear();
    await destroy(context);
    expect(context.cloud.state.frontDoors.size).toBe(0);
  });

  test.each([
    ["another repository's", { app: "shop", stage: "pr-12", repository: "org/other" }],
    // `shop` / `pr-12` and `shop-pr` / `12` have one name.
    [
      "another app's stage of the same name",
      { app: "shop-pr", stage: "12", repository: "org/shop" },
    ],
  ])("leaves alone what is %s", async (_, theirs) => {
    const context = cloudContext(given);
    addStage(context.cloud, theirs);
    await expect(destroy(context)).rejects.toThrow("shop-pr-12");
    expect([context.cloud.state.functions.size, context.cloud.state.frontDoors.size]).toEqual([
      1, 1,
    ]);
  });

  test("leaves alone what carries no tags of ours", async () => {
    const context = cloudContext(given);
    addStage(context.cloud, { ...shop, stage: "pr-12" });
    const { functions } = context.cloud.state;
    functions.set("shop-pr-12", { ...functions.get("shop-pr-12")!, tags: {} });
    await expect(destroy(context)).rejects.toThrow("did not make");
    expect(context.cloud.state.functions.size).toBe(1);
  });
});

describe("preview-destroy-command", () => {
  const farewell = { ...given, "preview-destroy-command": "bin/rails db:drop" };

  test("runs in the live version, before the preview goes", async () => {
    const context = cloudContext(farewell);
    addStage(context.cloud, { ...shop, stage: "pr-12" });
    await destroy(context);
    expect(invocations(context.cloud)).toEqual(["shop-pr-12:3 bin/rails db:drop"]);
    expect(context.cloud.state.functions.size).toBe(0);
  });

  test.each([
    [
      "ends with an error",
      { payload: { status: 7, output: "in use" }, error: undefined },
      /7.*in use/s,
    ],
    ["cannot be run", { payload: undefined, error: "the app is broken" }, /the app is broken/],
  ])("that %s is a warning: the preview goes all the same", async (_, answer, warning) => {
    const context = cloudContext(farewell);
    addStage(context.cloud, { ...shop, stage: "pr-12" });
    context.cloud.answer = () => answer;
    await destroy(context);
    expect(context.cloud.state.functions.size).toBe(0);
    expect(context.reporter.warnings).toEqual([expect.stringMatching(warning)]);
  });

  test("is not run in another stage", async () => {
    const context = cloudContext({ ...farewell, stage: "beta" });
    addStage(context.cloud, { ...shop, stage: "beta" });
    await destroy(context);
    expect(invocations(context.cloud)).toEqual([]);
  });
});
