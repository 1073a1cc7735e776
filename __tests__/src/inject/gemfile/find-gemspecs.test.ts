import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { findGemspecs } from "../../../../src/inject/gemfile/find-gemspecs.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-gemspecs-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("gemspecs are found in a folder and one level below, and nowhere that holds other people's gems", async () => {
  for (const path of [
    "shop.gemspec",
    "engines/admin.gemspec",
    "engines/a/deep.gemspec",
    "lib/shop.rb",
    "shop.gemspec.erb",
    ".git/x.gemspec",
    "node_modules/x.gemspec",
  ]) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), "");
  }
  mkdirSync(join(dir, "folder.gemspec"));
  symlinkSync("shop.gemspec", join(dir, "link.gemspec"));
  expect(await findGemspecs(dir)).toEqual([
    join(dir, "engines/admin.gemspec"),
    join(dir, "shop.gemspec"),
  ]);
});
