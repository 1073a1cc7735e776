import { describe, expect, test } from "@jest/globals";
import { unpackArchive } from "../../../../src/bundle/archive/unpack.ts";
import type { BuiltArchive } from "../../../../src/bundle/built.ts";
import { compiledName } from "../../../../src/bundle/compile-cache/compiled-files.ts";
import { packBundle } from "../../../../src/commands/build/pack-bundle.ts";
import { readTree, tree, writeTree } from "../../../tree.ts";
import { archive, PACKAGED } from "./earlier.ts";
import { fakeBuild } from "./fake-build.ts";

const iseq = (path: string) =>
  `cache/bootsnap/compile-cache-iseq/${compiledName(`/tmp/mm/${path}`)}`;

const GEM = "gems/ruby/3.3.0/gems/rack-3.1.0/lib/rack.rb";
const ROOT = {
  "bin/ruby": "ELF",
  "lib/libc.so.6": "ELF",
  "home/of-nobody": "",
  [GEM]: "rack",
  "gems/ruby/3.3.0/cache/rack-3.1.0.gem": "download",
  "app/config.ru": "run",
  "app/node_modules/a.js": "js",
  "app/.npmrc": "written by the build command",
  "app/.env": "written by the build command",
  [iseq(GEM)]: "compiled gem",
  [iseq("app/config.ru")]: "compiled app",
};

async function unpacked({ folder, ref }: BuiltArchive) {
  const into = tree();
  await unpackArchive({ ...ref, folder }, into);
  return readTree(into);
}

async function pack(
  files: Readonly<Record<string, string>>,
  given: Partial<Parameters<typeof packBundle>[2]> = {},
  ofGems: readonly string[] = [iseq(GEM)],
) {
  const { context, root, reporter } = fakeBuild({ env: { INPUT_APP: "shop" } });
  writeTree(root.backing, files);
  const gemsAndRuby = {
    packaged: PACKAGED,
    packedBefore: [],
    unpruned: [],
    forLater: undefined,
    ...given,
  };
  const { archives, held, gemsForBuilds } = await packBundle(context, root, gemsAndRuby, ofGems);
  return { archives, held, gemsForBuilds, reporter, names: archives.map(({ ref }) => ref.name) };
}

describe("the bundle", () => {
  test("is Ruby, gems and app, each with what was compiled of it and without what is left out", async () => {
    const { archives, names, reporter } = await pack(ROOT);
    expect(names).toEqual(["ruby", "gems", "app"]);
    expect(await Promise.all(archives.map(unpacked))).toEqual([
      { "bin/ruby": "ELF", "lib/libc.so.6": "ELF" },
      { [GEM]: "rack", [iseq(GEM)]: "compiled gem" },
      { "app/config.ru": "run", [iseq("app/config.ru")]: "compiled app" },
    ]);
    expect(reporter.infos).toContainEqual(expect.stringMatching(/^gems: \d+ B, unpacked 16 B$/));
    expect(archives.map(({ ref }) => ref.prefix)).toEqual(
      names.map((name) => `shop/archives/protected/${name}/`),
    );
  });

  test("needs no compile cache", async () => {
    const { archives } = await pack({ "bin/a": "", "lib/b": "", "gems/c": "", "app/d": "" });
    expect(await Promise.all(archives.map(unpacked))).toEqual([
      { "bin/a": "", "lib/b": "" },
      { "gems/c": "" },
      { "app/d": "" },
    ]);
  });

  test("says what the archives `ruby` and `gems` hold, for who compares it", async () => {
    const { held } = await pack(ROOT);
    expect([...held.keys()]).toEqual(expect.arrayContaining(["bin/ruby", GEM, iseq(GEM)]));
    expect([...held.keys()].join()).not.toMatch(/app\/|home|rack-3\.1\.0\.gem/);
  });

  test("says by how much a gem became smaller", async () => {
    const unpruned = [{ kind: "gem", name: "rack 3.1.0", bytes: 10 }] as const;
    const { archives } = await pack(ROOT, { unpruned });
    expect(archives[1]?.parts).toContainEqual({ ...unpruned[0], bytes: 4, saved: 6 });
  });

  test("has the archives of an earlier build as they are; what it lacks is packed with the app", async () => {
    const packedBefore = [
      await archive("ruby", { "bin/ruby": "ELF" }),
      await archive("gems", { [GEM]: "rack" }),
    ];
    const { archives, held, reporter } = await pack(ROOT, { packedBefore }, []);
    expect(archives.slice(0, 2)).toEqual(packedBefore);
    expect(await unpacked(archives[2]!)).toHaveProperty([iseq(GEM)]);
    expect([...held]).toEqual([]);
    expect(reporter.infos).toEqual([expect.stringMatching(/^app: /)]);
  });

  describe("of an app with a program that only builds need", () => {
    const PROGRAM = "gems/ruby/3.3.0/gems/tailwindcss-ruby-4.1.0/exe/x86_64-linux/tailwindcss";
    const files = { ...ROOT, [PROGRAM]: "Tailwind" };
    const forLater = { recipe: "0123", made: new Map() };

    test("lacks it, and says so; later builds have it", async () => {
      const { archives, gemsForBuilds, held, reporter } = await pack(files, { forLater });
      const served = await unpacked(archives[1]!);
      expect(served).toMatchObject({ [GEM]: "rack", [iseq(GEM)]: "compiled gem" });
      expect(served).not.toHaveProperty([PROGRAM]);
      expect(await unpacked(gemsForBuilds!)).toHaveProperty([PROGRAM], "Tailwind");
      expect([...held.keys()]).toContain(PROGRAM);
      expect(reporter.infos).toContain(`Not packed, since only builds need it: ${PROGRAM}`);
    });

    test("is the same when it is made from what an earlier build left for later ones", async () => {
      const first = await pack(files, { forLater });
      const packedBefore = [first.archives[0]!, first.gemsForBuilds!];
      const { archives, gemsForBuilds } = await pack(files, { packedBefore });
      expect(archives[1]?.ref).toEqual(first.archives[1]?.ref);
      expect(gemsForBuilds).toBeUndefined();
    });
  });
});
