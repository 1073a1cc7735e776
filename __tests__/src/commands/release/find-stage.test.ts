import { describe, expect, test } from "@jest/globals";
import { findStage } from "../../../../src/commands/release/find-stage.ts";
import { addStage, LIVE_VERSION } from "../../../fakes/stage.ts";
import { deployContext } from "../deploy-context.ts";

const production = { app: "shop", repository: "org/shop", stage: "production" };

describe("finding a stage", () => {
  test("tells what is there, and changes nothing", async () => {
    const context = deployContext({});
    const nothing = await findStage(context);
    expect(nothing.place).toMatchObject({ name: "shop-production", stage: "production" });
    expect(nothing.observed).toMatchObject({ workingCopy: undefined, live: undefined });
    addStage(context.cloud, production);
    const before = structuredClone(context.cloud.state);
    const { place, observed } = await findStage(context);
    expect(observed).toMatchObject({
      live: { version: LIVE_VERSION },
      frontDoor: { serves: context.cloud.frontDoor.digest(place) },
      schedule: { expression: "rate(30 minutes)" },
    });
    expect(structuredClone(context.cloud.state)).toEqual(before);
    expect(context.reporter.groups.slice(0, 2)).toEqual(["Find the stage", "Observe"]);
  });

  test("masks what looks secret among the variables that it finds, before anything of them can be told", async () => {
    const context = deployContext({});
    const variables = { SECRET_KEY_BASE: "planted-live", A: "plain" };
    const addedByHand = { TOKEN: "planted-by-hand" };
    addStage(context.cloud, { ...production, variables, addedByHand });
    await findStage(context);
    expect(new Set(context.reporter.secrets)).toEqual(new Set(["planted-live", "planted-by-hand"]));
  });

  test("refuses what belongs to another repository", async () => {
    const context = deployContext({});
    addStage(context.cloud, { ...production, repository: "org/other" });
    await expect(findStage(context)).rejects.toThrow(/belongs to the repository `org\/other`/);
  });

  test("minds a schedule of its name that is not ours only where it wants one", async () => {
    const target = "arn:aws:sqs:eu-west-1:123456789012:queue";
    const schedule = { expression: "rate(1 day)", target, role: "", input: "" };
    for (const [rate, isError] of [
      ["off", false],
      ["30 minutes", true],
    ] as const) {
      const context = deployContext({ "prewarm-rate": rate });
      context.cloud.state.schedules.set("shop-production", schedule);
      const found = findStage(context);
      if (isError) await expect(found).rejects.toThrow("did not make");
      else expect((await found).observed.schedule).toBeUndefined();
    }
  });
});
