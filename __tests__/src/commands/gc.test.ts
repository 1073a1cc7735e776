import { describe, expect, test } from "@jest/globals";
import { gc, gcAfterwards } from "../../../src/commands/gc.ts";
import { UserError } from "../../../src/errors.ts";
import { tagsOf } from "../../../src/release/place/ownership.ts";
import type { FakeCloud } from "../../fakes/cloud.ts";
import { addStage } from "../../fakes/stage.ts";
import { cloudContext } from "./cloud-context.ts";

const shop = { app: "shop", repository: "org/shop" };

function addPreviews(cloud: FakeCloud): void {
  addStage(cloud, { ...shop, stage: "production" });
  for (const pullRequest of [1, 2, 3]) {
    addStage(cloud, { ...shop, stage: `pr-${pullRequest}`, pullRequest });
  }
  // A repository that has got our former name.
  addStage(cloud, { ...shop, repositoryId: "666", stage: "pr-4", pullRequest: 4 });
  addStage(cloud, { app: "blog", repository: "org/blog", stage: "pr-2", pullRequest: 2 });
  addStage(cloud, { app: "admin", repository: "org/shop", stage: "pr-2", pullRequest: 2 });
}

const functionsOf = ({ state }: FakeCloud) => [...state.functions.keys()];

async function forbidden(): Promise<never> {
  throw new UserError("GitHub answers 403", "Give the job permissions");
}

describe("gc", () => {
  test("removes the previews whose pull requests are closed, and asks for no others", async () => {
    const asked: number[] = [];
    const context = cloudContext({ command: "gc" }, async (number) => {
      asked.push(number);
      return number !== 3;
    });
    const { cloud, reporter } = context;
    addPreviews(cloud);
    await gc(context);
    const left = ["shop-production", "shop-pr-3", "shop-pr-4", "blog-pr-2", "admin-pr-2"];
    expect(functionsOf(cloud)).toEqual(left);
    expect([...cloud.state.frontDoors.values()].map(({ name }) => name)).toEqual(left);
    expect(asked).toEqual([1, 2, 3]);
    const said = "Removed, because their pull requests are closed: `pr-1`, `pr-2`.";
    expect(reporter.told).toEqual([
      "group: Look for previews of closed pull requests",
      "info: pr-1: closed",
      "info: pr-2: closed",
      "info: pr-3: open",
      "group: Remove the stage `pr-1`",
      "group: Remove the stage `pr-2`",
      `info: ${said}`,
      `summary: ${said}\n`,
    ]);
  });

  test("says that nothing had to be removed", async () => {
    const context = cloudContext({ command: "gc" });
    addPreviews(context.cloud);
    await gc(context);
    expect(functionsOf(context.cloud)).toHaveLength(7);
    expect(context.reporter.summaries).toEqual(["No preview had to be removed.\n"]);
  });

  test("removes nothing where GitHub does not say", async () => {
    const context = cloudContext({ command: "gc" }, async (number) =>
      number === 1 ? true : forbidden(),
    );
    addPreviews(context.cloud);
    await expect(gc(context)).rejects.toThrow("403");
    expect(functionsOf(context.cloud)).toHaveLength(7);
  });

  test("needs to know the repository", async () => {
    const context = { ...cloudContext({ command: "gc" }), repository: undefined };
    await expect(gc(context)).rejects.toThrow("GITHUB_REPOSITORY is not set");
    expect(context.cloud.calls).toEqual([]);
  });

  test("finishes with the next run what was interrupted", async () => {
    const context = cloudContext({ command: "gc" }, async (number) => number === 1);
    const { cloud } = context;
    addPreviews(cloud);
    cloud.fail("frontDoor.remove", new Error("AWS is down"));
    await expect(gc(context)).rejects.toThrow("AWS is down");
    await gc(context);
    expect([...cloud.state.frontDoors.keys()]).not.toContain("door-of-shop-pr-1");
  });
});

describe("an API that somebody tagged as a closed pull request's", () => {
  test("removes no deployed stage whose name its tag has, and runs nothing in it", async () => {
    const given = { command: "gc", "preview-destroy-command": "bin/rails db:drop" };
    const context = cloudContext(given, async () => true);
    const { cloud } = context;
    addStage(cloud, { ...shop, stage: "production" });
    const tags = tagsOf("shop", "production", "org/shop", 12, "1001");
    cloud.state.frontDoors.set("planted", { name: "any", tags, deployed: new Map() });
    const before = structuredClone(cloud.state);
    await expect(gc(context)).rejects.toThrow(
      "The function `shop-production` is a deployed stage's, and no preview's.",
    );
    expect(structuredClone(cloud.state)).toEqual(before);
    expect(cloud.calls.map(({ method }) => method)).not.toContain("functions.invoke");
  });
});

describe("gc after a deploy", () => {
  test("removes the previews, and adds nothing to the deploy's summary", async () => {
    const context = cloudContext({}, async (number) => number === 1);
    addPreviews(context.cloud);
    await gcAfterwards(context);
    expect(functionsOf(context.cloud)).not.toContain("shop-pr-1");
    expect(context.reporter.summaries).toEqual([]);
    expect(context.reporter.warnings).toEqual([]);
  });

  test.each([
    ["says what to do", forbidden, ": GitHub answers 403\nGive the job permissions"],
    [
      "says what happened",
      async () => {
        throw new Error("socket hang up");
      },
      ": socket hang up",
    ],
  ])("fails with a warning that %s", async (_, isClosed, end) => {
    const context = cloudContext({}, isClosed);
    addPreviews(context.cloud);
    await gcAfterwards(context);
    expect(context.reporter.warnings).toEqual([
      `Previews of closed pull requests could not be removed${end}`,
    ]);
  });
});
