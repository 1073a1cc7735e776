import { describe, expect, test } from "@jest/globals";
import { destroy } from "../../../src/commands/destroy.ts";
import { UserError } from "../../../src/errors.ts";
import { NoRoom } from "../../../src/ports/functions.ts";
import { addStage, BUCKET } from "../../fakes/stage.ts";
import { cloudContext } from "./cloud-context.ts";
import { invocations } from "./invocations.ts";

const shop = { app: "shop", repository: "org/shop" };
const given = { command: "destroy", stage: "pr-12" };

describe("destroy", () => {
  test("removes the stage's function, front door, schedule and records, and nothing else", async () => {
    const context = cloudContext(given);
    const { state } = context.cloud;
    addStage(context.cloud, { ...shop, stage: "pr-12", pullRequest: 12 });
    addStage(context.cloud, { ...shop, stage: "pr-1", pullRequest: 1 });
    addStage(context.cloud, { ...shop, stage: "production" });
    await destroy(context);
    expect([...state.functions.keys()]).toEqual(["shop-pr-1", "shop-production"]);
    expect([...state.frontDoors.keys()]).toEqual(["door-of-shop-pr-1", "door-of-shop-production"]);
    expect([...state.schedules.keys()]).toEqual(["shop-pr-1", "shop-production"]);
    expect([...state.logGroups]).toEqual(["/aws/lambda/shop-pr-1", "/aws/lambda/shop-production"]);
    expect([...(state.buckets.get(BUCKET)?.keys() ?? [])].sort()).toEqual([
      "shop/archives/0123.zst",
      "shop/pr-1/releases/3.json",
      "shop/production/releases/3.json",
    ]);
  });

  test("says what it has removed", async () => {
    const context = cloudContext(given);
    const { reporter } = context;
    addStage(context.cloud, { ...shop, stage: "pr-12", pullRequest: 12 });
    await destroy(context);
    expect(Object.fromEntries(reporter.outputs)).toEqual({ stage: "pr-12" });
    expect(reporter.told).toEqual([
      "group: Remove the stage `pr-12`",
      "info: The stage `pr-12` is removed.",
      "summary: The stage `pr-12` is removed.\n",
    ]);
  });

  test("is content where there is nothing", async () => {
    const context = cloudContext(given);
    await destroy(context);
    expect(context.reporter.infos).toEqual(["There was no stage `pr-12`."]);
    expect(context.reporter.outputs.get("stage")).toBe("pr-12");
  });

  test.each(["functions", "frontDoors"] as const)(
    "removes the rest of a stage whose %s are gone already",
    async (gone) => {
      const context = cloudContext(given);
      const { state } = context.cloud;
      addStage(context.cloud, { ...shop, stage: "pr-12" });
      state[gone].clear();
      await destroy(context);
      const { functions, frontDoors, schedules, logGroups } = state;
      expect([functions, frontDoors, schedules, logGroups].map(({ size }) => size)).toEqual([
        0, 0, 0, 0,
      ]);
      expect(context.reporter.infos).toEqual(["The stage `pr-12` is removed."]);
    },
  );

  test("removes with the next run what is left of an interrupted one", async () => {
    const context = cloudContext(given);
    const { cloud } = context;
    addStage(cloud, { ...shop, stage: "pr-12" });
    cloud.fail("store.removeAll", new Error("AWS is down"));
    await expect(destroy(context)).rejects.toThrow("AWS is down");
    expect(cloud.state.frontDoors.size).toBe(1);
    await destroy(context);
    expect(cloud.state.frontDoors.size).toBe(0);
    expect(cloud.state.buckets.get(BUCKET)?.has("shop/pr-12/releases/3.json")).toBe(false);
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
    const { state } = context.cloud;
    addStage(context.cloud, theirs);
    await expect(destroy(context)).rejects.toThrow("shop-pr-12");
    expect([state.functions.size, state.frontDoors.size]).toEqual([1, 1]);
  });

  test("leaves alone the log of a name under which there is no stage", async () => {
    const context = cloudContext(given);
    context.cloud.state.logGroups.add("/aws/lambda/shop-pr-12");
    await destroy(context);
    expect(context.cloud.state.logGroups.size).toBe(1);
  });

  test("leaves the log where it may not remove it, says so, and removes all the rest", async () => {
    const context = cloudContext(given);
    const { cloud, reporter } = context;
    addStage(cloud, { ...shop, stage: "pr-12" });
    const fix = "Allow `logs:DeleteLogGroup` in the policy of the role that deploys.";
    cloud.fail("logs.remove", new UserError("AWS denies `logs:DeleteLogGroup`: no", fix));
    await destroy(context);
    expect(reporter.warnings).toEqual([
      `The log group \`/aws/lambda/shop-pr-12\` stays. AWS denies \`logs:DeleteLogGroup\`: no\n${fix}`,
    ]);
    expect([cloud.state.functions.size, cloud.state.frontDoors.size]).toEqual([0, 0]);
  });

  test("removes the log with the next run where AWS was down", async () => {
    const context = cloudContext(given);
    const { cloud } = context;
    addStage(cloud, { ...shop, stage: "pr-12" });
    cloud.fail("logs.remove", new Error("AWS is down"));
    await expect(destroy(context)).rejects.toThrow("AWS is down");
    await destroy(context);
    expect([cloud.state.logGroups.size, cloud.state.frontDoors.size]).toEqual([0, 0]);
  });

  test("leaves alone what carries no tags of ours", async () => {
    const context = cloudContext(given);
    const { functions } = context.cloud.state;
    addStage(context.cloud, { ...shop, stage: "pr-12" });
    functions.set("shop-pr-12", { ...functions.get("shop-pr-12")!, tags: {} });
    await expect(destroy(context)).rejects.toThrow("did not make");
    expect(functions.size).toBe(1);
  });
});

describe("preview-destroy-command", () => {
  const farewell = { ...given, "preview-destroy-command": "bin/rails db:drop" };

  test("runs in the live version, before the preview goes, and tells its output", async () => {
    const context = cloudContext(farewell);
    const { cloud } = context;
    addStage(cloud, { ...shop, stage: "pr-12" });
    cloud.answer = () => {
      expect(cloud.state.functions.has("shop-pr-12")).toBe(true);
      return { payload: { status: 0, output: "Dropped\nall\n" }, error: undefined };
    };
    await destroy(context);
    expect(invocations(cloud)).toEqual(["shop-pr-12:3 bin/rails db:drop"]);
    expect(cloud.state.functions.size).toBe(0);
    expect(context.reporter.infos).toEqual(["Dropped", "all", "The stage `pr-12` is removed."]);
    expect(context.reporter.warnings).toEqual([]);
  });

  test("is asked for again where Lambda has no room for it", async () => {
    const context = cloudContext(farewell);
    const { cloud } = context;
    addStage(cloud, { ...shop, stage: "pr-12" });
    cloud.answer = () => {
      if (invocations(cloud).length < 3) {
        throw new NoRoom("shop-pr-12", new Error("Rate Exceeded."));
      }
      return { payload: { status: 0, output: "Dropped" }, error: undefined };
    };
    await destroy(context);
    expect(invocations(cloud)).toHaveLength(3);
    expect(context.reporter.infos[0]).toMatch(/^Waiting .* Rate Exceeded\.$/);
    expect(cloud.state.functions.size).toBe(0);
    expect(context.reporter.warnings).toEqual([]);
  });

  test("tells no output before the secrets of that version are masked", async () => {
    const context = cloudContext(farewell);
    const variables = { SECRET_KEY_BASE: "planted-live" };
    const addedByHand = { SECRET_KEY_BASE: "planted-by-hand" };
    addStage(context.cloud, { ...shop, stage: "pr-12", variables, addedByHand });
    const payload = { status: 0, output: "planted-live" };
    context.cloud.answer = () => ({ payload, error: undefined });
    await destroy(context);
    const { told } = context.reporter;
    expect(told.indexOf("secret: planted-live")).toBeGreaterThanOrEqual(0);
    expect(told.indexOf("info: planted-live")).toBeGreaterThan(
      told.indexOf("secret: planted-live"),
    );
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

  test.each([
    ["in another stage", "beta", true],
    ["where nothing is live", "pr-12", false],
  ])("is not run %s", async (_, stage, isLive) => {
    const context = cloudContext({ ...farewell, stage });
    addStage(context.cloud, { ...shop, stage });
    if (!isLive) context.cloud.state.functions.get(`shop-${stage}`)?.aliases.clear();
    await destroy(context);
    expect(invocations(context.cloud)).toEqual([]);
    expect(context.reporter.infos).toEqual([`The stage \`${stage}\` is removed.`]);
  });

  test("is not run where there is none", async () => {
    const context = cloudContext(given);
    addStage(context.cloud, { ...shop, stage: "pr-12" });
    await destroy(context);
    expect(invocations(context.cloud)).toEqual([]);
  });
});
