import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { obtainGemsAndRuby } from "../../../../src/commands/build/obtain-gems-and-ruby.ts";
import { prepare } from "../../../../src/commands/build/prepare.ts";
import { tree } from "../../../tree.ts";
import { memoryCache } from "../../gems/cache/memory-cache.ts";
import { earlierBuild, finds } from "./earlier.ts";
import { fakeBuild, RACK } from "./fake-build.ts";

async function obtain(options: Parameters<typeof fakeBuild>[0] & { hidesProcesses?: boolean }) {
  const build = fakeBuild(options);
  const { hidesProcesses = true } = options ?? {};
  Object.assign(build.root, { hidesProcesses });
  const prepared = await prepare(build.context, build.root);
  build.events.splice(0);
  return { ...build, obtained: await obtainGemsAndRuby(build.context, build.root, prepared) };
}

const RECIPE = /^[0-9a-f]{64}$/;
const FILE = expect.stringMatching(/^file [0-9a-f]{64}$/);

describe("gems and Ruby", () => {
  test("of an earlier build of the same recipe are taken, and not recorded again", async () => {
    const earlierBuilds = finds(await earlierBuild());
    const { obtained, events } = await obtain({ more: { earlierBuilds } });
    expect(earlierBuilds.asked).toEqual([expect.stringMatching(RECIPE)]);
    expect(obtained.from).toBe("an earlier build");
    expect(obtained.forLater).toBeUndefined();
    expect(events).not.toContain("bundle install");
  });

  test("are built where there is none, to be found by the recipe that was asked for", async () => {
    const earlierBuilds = finds(undefined);
    const { obtained } = await obtain({ more: { earlierBuilds } });
    expect(obtained.from).toBe("Bundler");
    expect(obtained.forLater?.recipe).toMatch(RECIPE);
    expect(earlierBuilds.asked).toEqual([obtained.forLater?.recipe]);
  });

  test("that were built are written down, file by file, as they are before the app's code runs", async () => {
    const { obtained } = await obtain({ more: { earlierBuilds: finds(undefined) } });
    const made = [...(obtained.forLater?.made ?? [])];
    expect(made).toContainEqual(["gems/ruby/3.3.0/gems/rack-3.1.0/lib/rack.rb", FILE]);
    expect(made).toContainEqual(["bin/ruby", expect.stringMatching(/^program [0-9a-f]{64}$/)]);
    expect(made.map(([path]) => path.split("/")[0])).not.toContain("app");
  });

  test("are not written down where nobody can record them: a fork has no credentials", async () => {
    const { obtained, reporter } = await obtain({});
    expect(obtained.forLater).toBeUndefined();
    expect(reporter.infos.join("\n")).not.toContain("Not kept");
  });

  test("are not kept where what a build starts may outlive it", async () => {
    const { obtained, reporter } = await obtain({
      more: { earlierBuilds: finds(undefined) },
      hidesProcesses: false,
    });
    expect([obtained.from, obtained.forLater]).toEqual(["Bundler", undefined]);
    expect(reporter.infos).toContain(
      "Not kept for later builds: on this machine, what a build starts may outlive it.",
    );
  });

  test("are not kept where some were installed by an earlier step of the job", async () => {
    const home = "vendor/bundle/ruby/3.3.0";
    const files = {
      ...RACK,
      [`${home}/specifications/rack-3.1.0.gemspec`]: "",
      [`${home}/gems/rack-3.1.0/lib/rack.rb`]: "changed by an earlier step",
    };
    const gemCache = memoryCache();
    const { obtained, reporter } = await obtain({
      files,
      more: { earlierBuilds: finds(undefined), gemCache },
    });
    expect([obtained.from, obtained.forLater]).toEqual(["the job", undefined]);
    expect(gemCache.entries.size).toBe(0);
    expect(reporter.infos).toContain(
      "Not kept for later builds: some gems were installed by an earlier step of the job.",
    );
  });

  test("neither come from nor go anywhere where a Gemfile names a plugin of Bundler", async () => {
    const files = { ...RACK, Gemfile: `${RACK.Gemfile}plugin "bundler-inject"\n` };
    const earlierBuilds = finds(await earlierBuild());
    const gemCache = memoryCache();
    const { obtained } = await obtain({ files, more: { earlierBuilds, gemCache } });
    expect([obtained.from, obtained.forLater]).toEqual(["Bundler", undefined]);
    expect([earlierBuilds.asked, gemCache.entries.size]).toEqual([[], 0]);
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
    expect([obtained.from, obtained.forLater]).toEqual(["Bundler", undefined]);
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
