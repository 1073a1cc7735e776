import { cpSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { machineDigest } from "../../../../src/ruby/interpreter/machine-digest.ts";
import { tree, writeTree } from "../../../tree.ts";

const scratch = tree();
const folder = join(scratch, "ruby");
writeTree(folder, { "bin/ruby": "ELF", "lib/a/json.rb": "1", "arch/x.so": "2", other: "3" });

const rubyIn = (home: string) => ({
  executable: join(home, "bin/ruby"),
  directories: {
    rubyLibrary: join(home, "lib"),
    architecture: join(home, "arch"),
    site: "/none",
    siteArchitecture: "/none",
    vendor: "/none",
  },
});
const digest = (programs: readonly string[] = []) => machineDigest(rubyIn(folder), programs);
const before = digest();

describe("a machine", () => {
  test("is the same when it is looked at again, to the second", () => {
    const now = new Date(1_700_000_000_000);
    utimesSync(join(folder, "other"), now, now);
    const first = digest([join(folder, "other")]);
    expect(digest([join(folder, "other")])).toBe(first);
    utimesSync(join(folder, "other"), now, new Date(now.getTime() + 400));
    expect(digest([join(folder, "other")])).toBe(first);
    expect(digest()).toBe(before);
  });

  test("is another with Ruby in another place", () => {
    const copy = join(scratch, "copy");
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    expect(machineDigest(rubyIn(copy), [])).not.toBe(before);
  });

  test("is another with another program to carry, also one that is not there", () => {
    const all = [digest(), digest([join(folder, "other")]), digest([join(folder, "none")])];
    expect(new Set(all).size).toBe(3);
  });

  test("is not told by its folders' own times", () => {
    utimesSync(join(folder, "lib/a"), 1, 1);
    expect(digest()).toBe(before);
  });

  test("is another with another file of Ruby's, however deep", () => {
    utimesSync(join(folder, "lib/a/json.rb"), 1, 1);
    expect(digest()).not.toBe(before);
  });
});
