import { describe, expect, test } from "@jest/globals";
import { prepare } from "../../../../src/commands/build/prepare.ts";
import { takeEarlierBuild } from "../../../../src/commands/build/take-earlier-build.ts";
import { readTree, writeTree } from "../../../tree.ts";
import { earlierBuild, finds, PACKAGED } from "./earlier.ts";
import { fakeBuild, RACK_GEM } from "./fake-build.ts";

async function take(options: Parameters<typeof fakeBuild>[0], recipe?: string) {
  const build = fakeBuild(options);
  const { context, root } = build;
  const prepared = await prepare(context, root);
  const app = readTree(root.backing);
  // A Bundler that resolved the lockfile lies there.
  writeTree(root.backing, { "gems/bundler/specifications/bundler-2.6.9.gemspec": "" });
  build.events.splice(0);
  build.reporter.infos.splice(0);
  const taken = await takeEarlierBuild(context, root, prepared, recipe);
  return { ...build, taken, app, left: readTree(root.backing) };
}

describe("an earlier build", () => {
  test("is unpacked beside the app and judged by Bundler; nothing is installed", async () => {
    const found = await earlierBuild();
    const earlierBuilds = finds(found);
    const { taken, app, left, events, reporter } = await take(
      { more: { earlierBuilds } },
      "recipe",
    );
    expect(earlierBuilds.asked).toEqual(["recipe"]);
    expect(taken).toEqual({
      packaged: PACKAGED,
      bundler: { version: "2.5.22", home: undefined },
      from: "an earlier build",
      packedBefore: found.archives,
      unpruned: [],
      forLater: undefined,
    });
    expect(left).toEqual({ ...app, ...RACK_GEM, "bin/ruby": "ELF" });
    expect(events).toEqual([
      "# Look for an earlier build of the same gems and Ruby",
      "bundle check",
    ]);
    expect(reporter.infos).toEqual([expect.stringContaining("Nothing has to be installed")]);
  });

  test("that Bundler cannot use is thrown away", async () => {
    const { taken, app, left } = await take(
      {
        more: { earlierBuilds: finds(await earlierBuild()) },
        does: () => ({ status: 1, output: "rack is missing" }),
      },
      "recipe",
    );
    expect(taken).toBeUndefined();
    expect(left).toEqual(app);
  });

  test("may not be there: the root stays as it is", async () => {
    const { taken, left, reporter } = await take(
      { more: { earlierBuilds: finds(undefined) } },
      "r",
    );
    expect(taken).toBeUndefined();
    expect(reporter.infos).toEqual(["There is none."]);
    expect(left).toHaveProperty(["gems/bundler/specifications/bundler-2.6.9.gemspec"]);
  });

  test("is not looked for without a recipe, or where nobody can be asked", async () => {
    const earlierBuilds = finds(await earlierBuild());
    const unknown = await take({ more: { earlierBuilds } });
    expect([unknown.taken, unknown.events, earlierBuilds.asked]).toEqual([undefined, [], []]);
    const alone = await take({}, "recipe");
    expect([alone.taken, alone.events]).toEqual([undefined, []]);
  });
});
