import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { compileGems } from "../../../../src/bundle/compile-cache/compile-gems.ts";
import { compiledName } from "../../../../src/bundle/compile-cache/compiled-files.ts";
import type { Command } from "../../../../src/ports/shell.ts";
import { fakeShell, type Outcome } from "../../../fakes/shell.ts";
import { readTree, tree, writeTree } from "../../../tree.ts";

const compiledOf = (path: string, kind = "iseq") =>
  `cache/bootsnap/compile-cache-${kind}/${compiledName(`/tmp/mm/${path}`)}`;

const GEM = "gems/ruby/3.3.0/gems/a-1/lib/a.rb";
const STDLIB = "lib/ruby/3.3.0/set.rb";
const YAML = "gems/ruby/3.3.0/gems/a-1/en.yml";
const APP = "app/a.rb";
const RUBY = { abi: "3.3.0", env: { LANG: "C.UTF-8" }, defaults: { LOCPATH: "/tmp/mm/locale" } };

/** What the app's own boot has left. */
function booted(): string {
  const paths = [GEM, STDLIB, YAML, APP];
  return tree({
    ...Object.fromEntries(paths.map((path) => [path, ""])),
    ...Object.fromEntries([GEM, STDLIB, APP].map((path) => [compiledOf(path), "by the app"])),
    [compiledOf(YAML, "yaml")]: "by the app",
    [compiledOf("gems/never-there.rb")]: "planted",
  });
}

/** Compiles as told, with the list of sources. */
async function run(
  backing: string,
  compile: (sources: readonly string[], command: Command) => Outcome | undefined = () => {},
) {
  const shell = fakeShell((command) => {
    const list = readFileSync(join(backing, "cache/sources"), "utf8").split("\0");
    for (const source of list) {
      const path = compiledOf(source.replace("/tmp/mm/", "")).replace("cache/", "cache/alone/");
      writeTree(backing, { [path]: "alone" });
    }
    return compile(list, command);
  });
  const ofGems = await compileGems({ backing, shell }, RUBY, "1.18.4", () => {});
  return { ofGems, ran: shell.ran };
}

describe("what the app loads of the gems and of Ruby", () => {
  test("is compiled by a process that has nothing of the app but their names", async () => {
    const backing = booted();
    const { ofGems, ran } = await run(backing, (list) => {
      expect(list).toEqual([GEM, STDLIB].map((path) => `/tmp/mm/${path}`));
      return {};
    });
    expect([...ofGems].sort()).toEqual([GEM, STDLIB].map((path) => compiledOf(path)).sort());
    expect(ran).toHaveLength(1);
    expect(ran[0]).toMatchObject({ file: "env", cwd: "/" });
    expect(ran[0]).not.toHaveProperty("env");
    expect(ran[0]?.args.join(" ").replace(/ -e [\s\S]* -- /, " -e ... -- ")).toBe(
      [
        "-i LOCPATH=/tmp/mm/locale LANG=C.UTF-8 BOOTSNAP_CACHE_DIR=/tmp/mm/cache/alone",
        "BOOTSNAP_READONLY=false GLIBC_TUNABLES=glibc.malloc.tcache_count=0:glibc.malloc.perturb=90",
        "GEM_HOME=/tmp/mm/gems/ruby/3.3.0 GEM_PATH=/tmp/mm/gems/ruby/3.3.0 BOOTSNAP_CONFIG=/dev/null/none",
        "/tmp/mm/bin/ruby -e ... -- /tmp/mm/cache/sources",
      ].join(" "),
    );
    expect(ran[0]?.args.join(" ")).toContain('gem "bootsnap", "1.18.4"');
  });

  test("takes the place of what the app's boot had made of it, and of nothing else", async () => {
    const backing = booted();
    await run(backing);
    const left = readTree(backing);
    expect([GEM, STDLIB, APP].map((path) => left[compiledOf(path)])).toEqual([
      "alone",
      "alone",
      "by the app",
    ]);
    expect(left[compiledOf(YAML, "yaml")]).toBe("by the app");
    expect(Object.keys(left).filter((path) => /alone|sources/.test(path))).toEqual([]);
  });

  test("is no link that the app has made", async () => {
    const backing = booted();
    symlinkSync("/tmp/mm/app/a.rb", join(backing, "gems/link.rb"));
    writeTree(backing, { [compiledOf("gems/link.rb")]: "planted" });
    await run(backing, (list) => {
      expect(list).not.toContain("/tmp/mm/gems/link.rb");
      return {};
    });
  });

  test("starts with an empty folder, whatever the app left there", async () => {
    const backing = booted();
    writeTree(backing, { "cache/alone/bootsnap/compile-cache-iseq/00/11": "planted" });
    const { ofGems } = await run(backing);
    expect(ofGems).not.toContain("cache/bootsnap/compile-cache-iseq/00/11");
  });

  test("is nothing where that fails: all goes with the app", async () => {
    const backing = booted();
    const before = readTree(backing);
    const { ofGems } = await run(backing, () => ({ status: 1 }));
    expect(ofGems).toEqual([]);
    expect(readTree(backing)).toEqual(before);
  });

  test("is not compiled where nothing is known to be loaded", async () => {
    const { ofGems, ran } = await run(tree({ "cache/bootsnap/load-path-cache": "" }));
    expect([ofGems, ran]).toEqual([[], []]);
  });
});
