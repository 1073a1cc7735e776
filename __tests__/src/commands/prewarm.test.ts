import { describe, expect, test } from "@jest/globals";
import { prewarmStage } from "../../../src/commands/prewarm.ts";
import { addStage } from "../../fakes/cloud.ts";
import { cloudContext } from "./cloud-context.ts";

const production = { app: "shop", repository: "org/shop", stage: "production" };
const given = { command: "prewarm", "prewarm-concurrency": "4" };
const report = (sandbox: number) => ({ sandbox: String(sandbox), prewarmCount: 1, callCount: 0 });

describe("prewarm", () => {
  test("asks the live version for distinct sandboxes", async () => {
    const context = cloudContext(given);
    addStage(context.cloud, production);
    let count = 0;
    context.cloud.answer = () => {
      count += 1;
      return { payload: report(count), error: undefined };
    };
    await prewarmStage(context);
    expect(context.cloud.invoked).toEqual(Array(4).fill("shop-production:live prewarm"));
    expect(context.reporter.outputs.get("version")).toBe("3");
    expect(context.reporter.warnings).toEqual([]);
  });

  test("warns where there is room for fewer", async () => {
    const context = cloudContext(given);
    addStage(context.cloud, production);
    context.cloud.answer = () => ({ payload: report(1), error: undefined });
    await prewarmStage(context);
    expect(context.reporter.warnings).toEqual([expect.stringContaining("1 of 4")]);
  });

  test("says that nothing is live", async () =>
    expect(prewarmStage(cloudContext(given))).rejects.toThrow(/`production`.*`shop-production`/));
});
