import { describe, expect, test } from "@jest/globals";
import { gc, gcAfterwards } from "../../../src/commands/gc.ts";
import { UserError } from "../../../src/errors.ts";
import type { FakeCloud } from "../../fakes/cloud.ts";
import { addStage } from "../../fakes/stage.ts";
import { cloudContext } from "./cloud-context.ts";

const shop = { app: "shop", repository: "org/shop" };

function previews(cloud: FakeCloud): void {
  addStage(cloud, { ...shop, stage: "production" });
  for (const pullRequest of [1, 2, 3]) {
    addStage(cloud, { ...shop, stage: `pr-${pullRequest}`, pullRequest });
  }
  addStage(cloud, { app: "blog", repository: "org/blog", stage: "pr-2", pullRequest: 2 });
  addStage(cloud, { app: "admin", repository: "org/shop", stage: "pr-2", pullRequest: 2 });
}

describe("gc", () => {
  test("removes the previews whose pull requests are closed, and asks for no others", async () => {
    const asked: number[] = [];
    const context = cloudContext({ command: "gc" }, async (number) => {
      asked.push(number);
      return number !== 3;
    });
    previews(context.cloud);
    await gc(context);
    const left = ["shop-production", "shop-pr-3", "blog-pr-2", "admin-pr-2"];
    expect([...context.cloud.state.functions.keys()]).toEqual(left);
    expect([...context.cloud.state.frontDoors.values()].map(({ name }) => name)).toEqual(left);
    expect(asked).toEqual([1, 2, 3]);
  });

  test("removes nothing where GitHub does not say", async () => {
    const context = cloudContext({ command: "gc" }, async (number) => {
      if (number === 1) return true;
      throw new UserError("GitHub answers 403", "Give the job permissions");
    });
    previews(context.cloud);
    await expect(gc(context)).rejects.toThrow("403");
    expect(context.cloud.state.functions.size).toBe(6);
  });

  test("after a deploy, its failure is a warning", async () => {
    const context = cloudContext({}, async () => {
      throw new UserError("GitHub answers 403", "Give the job permissions");
    });
    previews(context.cloud);
    await gcAfterwards(context);
    expect(context.reporter.warnings).toEqual([expect.stringMatching(/403.*permissions/s)]);
  });
});
