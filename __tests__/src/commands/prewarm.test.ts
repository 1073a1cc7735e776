import { describe, expect, test } from "@jest/globals";
import { prewarmStage } from "../../../src/commands/prewarm.ts";
import { NoRoom } from "../../../src/ports/functions.ts";
import { addStage, LIVE_VERSION } from "../../fakes/stage.ts";
import { cloudContext } from "./cloud-context.ts";
import { invocations } from "./invocations.ts";

const production = { app: "shop", repository: "org/shop", stage: "production" };
const given = { command: "prewarm", "prewarm-concurrency": "4" };

function report(sandbox: number, prewarmCount = 1) {
  const payload = { sandbox: String(sandbox), prewarmCount, callCount: 0 };
  return { payload, error: undefined };
}

describe("prewarm", () => {
  test("asks the live version for distinct sandboxes", async () => {
    const context = cloudContext(given);
    addStage(context.cloud, production);
    await prewarmStage(context);
    expect(invocations(context.cloud)).toEqual(Array(4).fill("shop-production:live prewarm"));
    expect(Object.fromEntries(context.reporter.outputs)).toEqual({
      stage: "production",
      "function-name": "shop-production",
      version: LIVE_VERSION,
    });
    expect(context.reporter.warnings).toEqual([]);
    const said = `4 of 4 sandboxes of version ${LIVE_VERSION} are ready; 4 of them had to start first.`;
    expect(context.reporter.infos).toEqual([said]);
    expect(context.reporter.summaries).toEqual([`${said}\n`]);
  });

  test("says how many sandboxes were there before", async () => {
    const context = cloudContext(given);
    addStage(context.cloud, production);
    let count = 0;
    context.cloud.answer = () => {
      count += 1;
      return report(count, count === 1 ? 1 : 2);
    };
    await prewarmStage(context);
    expect(context.reporter.infos).toEqual([
      expect.stringContaining("; 1 of them had to start first"),
    ]);
  });

  test.each([
    ["meets one sandbox again and again", () => report(1)],
    [
      "is refused another sandbox",
      (() => {
        let count = 0;
        return () => {
          count += 1;
          if (count > 1) throw new NoRoom("shop-production", new Error("429"));
          return report(1);
        };
      })(),
    ],
  ])("warns where it %s", async (_, answer) => {
    const context = cloudContext(given);
    addStage(context.cloud, production);
    context.cloud.answer = answer;
    await prewarmStage(context);
    expect(context.reporter.warnings).toEqual([
      expect.stringMatching(/^1 of 4 .* no room .*`prewarm-concurrency`/),
    ]);
    expect(context.reporter.infos).toEqual([]);
    expect(context.reporter.outputs.get("version")).toBe(LIVE_VERSION);
  });

  test("fails where the app does not start, with its own words and its secrets masked", async () => {
    const context = cloudContext(given);
    addStage(context.cloud, { ...production, variables: { API_KEY: "planted-live" } });
    context.cloud.answer = () => ({ payload: null, error: "no database" });
    await expect(prewarmStage(context)).rejects.toThrow("no database");
    expect(context.reporter.secrets).toEqual(["planted-live"]);
  });

  test("says that nothing is live", async () =>
    expect(prewarmStage(cloudContext(given))).rejects.toThrow(/`production`.*`shop-production`/));
});
