import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { obtainGemsAndRuby } from "../../../../src/commands/build/obtain-gems-and-ruby.ts";
import { prepare } from "../../../../src/commands/build/prepare.ts";
import { tree } from "../../../tree.ts";
import { earlierBuild, finds } from "./earlier.ts";
import { fakeBuild } from "./fake-build.ts";

async function obtain(options: Parameters<typeof fakeBuild>[0]) {
  const build = fakeBuild(options);
  const prepared = await prepare(build.context, build.root);
  build.events.splice(0);
  return { ...build, obtained: await obtainGemsAndRuby(build.context, build.root, prepared) };
}

const RECIPE = /^[0-9a-f]{64}$/;

describe("gems and Ruby", () => {
  test("of an earlier build of the same recipe are taken, and not recorded again", async () => {
    const earlierBuilds = finds(await earlierBuild());
    const { obtained, events } = await obtain({ more: { earlierBuilds } });
    expect(earlierBuilds.asked).toEqual([expect.stringMatching(RECIPE)]);
    expect(obtained.from).toBe("an earlier build");
    expect(obtained.newRecipe).toBeUndefined();
    expect(events).not.toContain("bundle install");
  });

  test("are built where there is none, to be found by the recipe that was asked for", async () => {
    const earlierBuilds = finds(undefined);
    const { obtained } = await obtain({ more: { earlierBuilds } });
    expect(obtained.from).toBe("Bundler");
    expect(obtained.newRecipe).toMatch(RECIPE);
    expect(earlierBuilds.asked).toEqual([obtained.newRecipe]);
  });

  test("are built where the earlier build cannot be used", async () => {
    const { obtained, events } = await obtain({
      more: { earlierBuilds: finds(await earlierBuild()) },
      does: ({ args }) => ({ status: args.includes("check") ? 1 : 0 }),
    });
    expect(obtained).toMatchObject({ from: "Bundler", packedBefore: [] });
    expect(events.filter((event) => event.startsWith("bundle"))).toEqual([
      "bundle check",
      "bundle install",
    ]);
  });

  test("have no recipe where the user names files, which nobody reads for it", async () => {
    const files = tree({ "data.txt": "data" });
    const earlierBuilds = finds(await earlierBuild());
    const { obtained } = await obtain({
      env: { INPUT_FILES: join(files, "data.txt") },
      more: { earlierBuilds },
    });
    expect([obtained.from, obtained.newRecipe]).toEqual(["Bundler", undefined]);
    expect(earlierBuilds.asked).toEqual([]);
  });

  test("have another recipe with another glibc, action or program to carry", async () => {
    const recipe = async (more: Parameters<typeof fakeBuild>[0] = {}) => {
      const earlierBuilds = finds(await earlierBuild());
      await obtain({ ...more, more: { ...more.more, earlierBuilds } });
      return earlierBuilds.asked[0];
    };
    const { context } = fakeBuild();
    const recipes = await Promise.all([
      recipe(),
      recipe({ more: { machine: { ...context.machine, glibc: "2.41" } } }),
      recipe({ more: { parts: { ...context.parts, digest: async () => "another" } } }),
      recipe({ env: { INPUT_EXECUTABLES: "/bin/true" } }),
    ]);
    expect(new Set(recipes).size).toBe(recipes.length);
  });
});
