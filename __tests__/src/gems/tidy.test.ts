import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { tidyGems } from "../../../src/gems/tidy.ts";
import { readTree, tree } from "../../tree.ts";

const GEMS = {
  "gems/a-1/lib/a.rb": "",
  "gems/a-1/cache/kept.rb": "",
  "specifications/a-1.gemspec": "",
};

test("what installing needed goes: downloads, documentation, repositories with their passwords", async () => {
  const home = tree({
    ...GEMS,
    "cache/a-1.gem": "",
    "doc/a-1/ri": "",
    "build_info/a-1.info": "",
    "bundler/gems/b-0123456789ab/.git": "gitdir: elsewhere",
    "bundler/gems/c-0123456789ab/.git/config": "https://user:password@host",
    "bundler/gems/c-0123456789ab/lib/c.rb": "",
    "bin/a": "",
  });
  await tidyGems(home);
  expect(readTree(home)).toEqual({
    ...GEMS,
    "bundler/gems/b-0123456789ab/": "",
    "bundler/gems/c-0123456789ab/lib/c.rb": "",
    "bin/a": "",
  });
});

test("folders that are empty go, whether `bundle clean` left them or nothing was ever there", async () => {
  const home = tree(GEMS);
  for (const folder of ["bundler/gems", "bin", "plugins"]) {
    mkdirSync(join(home, folder), { recursive: true });
  }
  await tidyGems(home);
  expect(readTree(home)).toEqual(GEMS);
  await tidyGems(home);
  expect(readTree(home)).toEqual(GEMS);
});
