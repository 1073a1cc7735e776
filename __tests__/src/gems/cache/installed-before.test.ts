import { readlinkSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { takeInstalledGems } from "../../../../src/gems/cache/installed-before.ts";
import { readTree, tree } from "../../../tree.ts";

const RUBY = { abi: "3.3.0", platform: "x86_64-linux" };
const HOME = "ruby/3.3.0";
const BUILT = `${HOME}/extensions/x86_64-linux/3.3.0`;

const PURE = {
  [`${HOME}/specifications/pure-1.gemspec`]: "",
  [`${HOME}/gems/pure-1/lib/pure.rb`]: "pure",
};
const NATIVE = {
  [`${HOME}/specifications/native-1.gemspec`]: '  s.extensions = ["ext/extconf.rb".freeze]\n',
  [`${HOME}/gems/native-1/lib/native.rb`]: "native",
};
const NATIVE_BUILT = {
  [`${BUILT}/native-1/gem.build_complete`]: "",
  [`${BUILT}/native-1/native.so`]: "code",
};

async function take(from: string) {
  const to = join(tree(), "gems");
  const count = await takeInstalledGems(from, to, RUBY);
  return { count, to, files: count > 0 ? readTree(to) : undefined };
}

describe("gems that the job installed before", () => {
  test("are taken over with their specifications, extensions and executables", async () => {
    const all = { ...PURE, ...NATIVE, ...NATIVE_BUILT, [`${HOME}/bin/pure`]: "#!" };
    expect(await take(tree(all))).toMatchObject({ count: 2, files: all });
  });

  test("need no executables", async () => {
    expect(await take(tree(PURE))).toMatchObject({ count: 1, files: PURE });
  });

  test("stay behind where their extension is not built, or for another Ruby", async () => {
    const other = { [`${HOME}/extensions/x86_64-linux/3.2.0/native-1/gem.build_complete`]: "" };
    expect(await take(tree({ ...NATIVE, ...other, ...PURE }))).toMatchObject({
      count: 1,
      files: PURE,
    });
  });

  test("stay behind where their files are missing, they come from git or are no gems", async () => {
    const more = {
      [`${HOME}/specifications/gone-1.gemspec`]: "",
      [`${HOME}/specifications/default`]: "",
      [`${HOME}/gems/default/lib/default.rb`]: "",
      [`${HOME}/bundler/gems/git-0123456789ab/lib/git.rb`]: "",
      [`${HOME}/cache/pure-1.gem`]: "",
      "ruby/3.2.0/specifications/old-1.gemspec": "",
      "ruby/3.2.0/gems/old-1/lib/old.rb": "",
    };
    expect(await take(tree({ ...PURE, ...more }))).toMatchObject({ count: 1, files: PURE });
  });

  test("are none where no gem is complete: executables alone are of no use", async () => {
    const from = tree({ [`${HOME}/bin/pure`]: "", [`${HOME}/specifications/gone-1.gemspec`]: "" });
    const { count, to } = await take(from);
    expect(count).toBe(0);
    expect(() => statSync(to)).toThrow("ENOENT");
    expect((await take(join(from, "absent"))).count).toBe(0);
  });

  test("keep their times, and their links as they are", async () => {
    const from = tree(PURE);
    const lib = `${HOME}/gems/pure-1/lib`;
    symlinkSync("pure.rb", join(from, lib, "link.rb"));
    utimesSync(join(from, lib, "pure.rb"), 1_000_000_000, 1_000_000_000);
    const { to } = await take(from);
    expect(readlinkSync(join(to, lib, "link.rb"))).toBe("pure.rb");
    expect(statSync(join(to, lib, "pure.rb")).mtimeMs).toBe(1_000_000_000_000);
  });
});
