import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { takeInstalledGems } from "../../../../src/gems/cache/installed-before.ts";
import { restoreGems } from "../../../../src/gems/cache/restore.ts";
import { seal } from "../../../../src/gems/cache/seal.ts";
import { noGemCache } from "../../../../src/ports/gem-cache.ts";
import { tree, writeTree } from "../../../tree.ts";

const GEM = "ruby/3.3.0/gems/a-1";
const link = (target: string) => (gem: string) => symlinkSync(target, join(gem, "l"));

/** What may be done to a gem's folder that others fill: what, and how. */
const HARMFUL: readonly (readonly [string, (gem: string) => void])[] = [
  ["a link to an absolute path", link("/etc/passwd")],
  ["a link that climbs out", link("../../../../../outside")],
  ["a link that climbs after a name", link("lib/../../../../../outside")],
  ["an absolute link out of the root", link("/tmp/mm/../../etc")],
  ["a pipe", (gem) => execFileSync("mkfifo", [join(gem, "p")])],
  [
    "another user's rights",
    (gem) => {
      writeTree(gem, { x: "#!" });
      chmodSync(join(gem, "x"), 0o4755);
    },
  ],
  [
    "a file that also lies elsewhere",
    (gem) => linkSync(join(tree({ f: "" }), "f"), join(gem, "f")),
  ],
];
const HARMLESS: typeof HARMFUL = [
  ["a link inside", link("lib/a.rb")],
  ["a link that climbs inside", link("../a-1/lib")],
  ["two names of one file", (gem) => linkSync(join(gem, "lib/a.rb"), join(gem, "lib/b.rb"))],
  [
    "a folder with its group's rights",
    (gem) => {
      mkdirSync(join(gem, "d"));
      chmodSync(join(gem, "d"), 0o2755);
    },
  ],
];

function filled(change: (gem: string) => void): string {
  const dir = tree({
    [`${GEM}/lib/a.rb`]: "a",
    "ruby/3.3.0/specifications/a-1.gemspec": "",
    "ruby/3.3.0/specifications/b-1.gemspec": "",
    "ruby/3.3.0/gems/b-1/lib/b.rb": "b",
  });
  change(join(dir, GEM));
  return dir;
}

/** Restores what a cache unpacked. A pipe cannot be sealed: whoever plants one writes any seal. */
async function restored(change: (gem: string) => void) {
  const said: string[] = [];
  const dir = join(tree(), "gems");
  const cache = {
    ...noGemCache,
    async restore(_key: string, _near: readonly string[], to: string) {
      const from = filled(change);
      await seal(from).catch(() => writeTree(from, { ".megamode-seal": "any" }));
      execFileSync("cp", ["-a", from, to]);
      return "key";
    },
  };
  const found = await restoreGems(cache, { key: "key", near: [] }, dir, (line) => said.push(line));
  return { found, said: said.join() };
}

const take = (change: (gem: string) => void) =>
  takeInstalledGems(filled(change), join(tree(), "gems"), { abi: "3.3.0", platform: "x" });

describe("a folder of gems that others filled", () => {
  test.each(HARMFUL)("is not used from the cache with %s", async (_, change) => {
    const copies = _.includes("elsewhere"); // A copy of it is a file of its own.
    const { found, said } = await restored(change);
    expect(found).toBe(copies ? "exact" : "nothing");
    if (!copies) expect(said).toContain("damaged copy");
  });

  test.each(HARMFUL)("has one gem less to take over with %s", async (_, change) =>
    expect(await take(change)).toBe(1),
  );

  test.each(HARMLESS)("is used with %s", async (_, change) => {
    expect((await restored(change)).found).toBe("exact");
    expect(await take(change)).toBe(2);
  });

  test("is no gem where its folder is a link", async () => {
    const from = filled(() => {});
    symlinkSync(tree({ "lib/c.rb": "" }), join(from, "ruby/3.3.0/gems/c-1"));
    writeTree(from, { "ruby/3.3.0/specifications/c-1.gemspec": "" });
    const ruby = { abi: "3.3.0", platform: "x" };
    expect(await takeInstalledGems(from, join(tree(), "gems"), ruby)).toBe(2);
  });
});
