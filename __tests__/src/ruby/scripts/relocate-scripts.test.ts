import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import {
  relocateAppScripts,
  relocateGemScripts,
} from "../../../../src/ruby/scripts/relocate-scripts.ts";
import { tree, writeTree } from "../../../tree.ts";

const backing = tree();
const ANY = "#!/usr/bin/env ruby\nputs 1\n";
const OURS = "#!/tmp/mm/bin/ruby\nputs 1\n";
const GEMS = "gems/ruby/3.3.0";
const read = (path: string) => readFileSync(join(backing, path), "utf8");

test("a gem's executables get our Ruby, those from Git too, and nothing else does", async () => {
  const scripts = [
    `${GEMS}/bin/rake`,
    `${GEMS}/gems/rake-13.0.6/exe/rake`,
    `${GEMS}/gems/x-1/bin/tools/x`,
    `${GEMS}/bundler/gems/y-0123456789ab/bin/y`,
  ];
  const others = [`${GEMS}/gems/x-1/lib/x.rb`, "gems/ruby/3.2.0/bin/rake", "app/bin/rails"];
  writeTree(backing, Object.fromEntries([...scripts, ...others].map((path) => [path, ANY])), 0o755);
  writeTree(backing, { [`${GEMS}/gems/x-1/bin/sh`]: "#!/bin/sh\n" });
  await relocateGemScripts(backing, "3.3.0");
  expect(scripts.map(read)).toEqual(scripts.map(() => OURS));
  expect(others.map(read)).toEqual(others.map(() => ANY));
  expect(read(`${GEMS}/gems/x-1/bin/sh`)).toBe("#!/bin/sh\n");
  expect(statSync(join(backing, GEMS, "bin/rake")).mode & 0o777).toBe(0o755);
});

test("the app's executables get our Ruby, where it has some", async () => {
  writeTree(backing, { "app/bin/rails": ANY, "app/script/x": ANY }, 0o755);
  await relocateAppScripts(backing);
  expect(read("app/bin/rails")).toBe(OURS);
  expect(read("app/script/x")).toBe(ANY);
  await expect(relocateAppScripts(join(backing, "none"))).resolves.toBeUndefined();
});
