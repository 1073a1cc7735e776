import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { pruneGems } from "../../../../src/gems/prune/prune.ts";
import { readTree, tree } from "../../../tree.ts";

const left = (dir: string) => Object.keys(readTree(dir)).sort();

const two = {
  "specifications/a-1.gemspec": 's.require_paths = ["lib".freeze]',
  "specifications/b-1.gemspec": 's.require_paths = ["lib".freeze]',
  "gems/a-1/lib/a/a.so": "machine code",
  "gems/a-1/test/a_test.rb": "",
  "gems/b-1/lib/b/3.1/b.so": "3.1",
  "gems/b-1/lib/b/3.2/b.so": "3.2",
  "gems/b-1/test/b_test.rb": "",
  "extensions/x86_64-linux/3.1.0/a-1/a/a.so": "machine code",
  "extensions/x86_64-linux/3.1.0/a-1/gem.build_complete": "",
  "doc/a-1/ri/a.ri": "",
};

test("an extension that is installed twice stays once, and of several Rubies' variants ours", async () => {
  const top = tree(two);
  const pruned = await pruneGems(top, "3.1.0", []);
  expect(left(top)).toEqual([
    "extensions/x86_64-linux/3.1.0/a-1/gem.build_complete",
    "gems/a-1/lib/a/a.so",
    "gems/b-1/lib/b/3.1/b.so",
    "specifications/a-1.gemspec",
    "specifications/b-1.gemspec",
  ]);
  expect(readdirSync(join(top, "gems/a-1"))).toEqual(["lib"]);
  expect(pruned).toEqual({ files: 4, bytes: 15 });
});

test("an extension that lies in extensions/ alone stays there", async () => {
  const top = tree({ ...two, "gems/a-1/lib/a/a.so": "other code" });
  await pruneGems(top, "3.1.0", []);
  expect(left(top)).toContain("extensions/x86_64-linux/3.1.0/a-1/a/a.so");
});

test("a gem that is packed whole stays as it is, and its neighbours do not", async () => {
  const top = tree(two);
  await pruneGems(top, "3.1.0", ["a"]);
  expect(left(top)).toContain("gems/a-1/test/a_test.rb");
  expect(left(top)).toContain("extensions/x86_64-linux/3.1.0/a-1/a/a.so");
  expect(left(top)).not.toContain("gems/b-1/test/b_test.rb");
});

test("a gem without a specification that we can read stays whole", async () => {
  const top = tree({ "bundler/gems/mono-0123456789ab/test/a_test.rb": "" });
  await pruneGems(top, "3.1.0", []);
  expect(left(top)).toEqual(["bundler/gems/mono-0123456789ab/test/a_test.rb"]);
});

test("a gem from git is pruned by the specification in its checkout", async () => {
  const top = tree({
    "bundler/gems/a-0123456789ab/a.gemspec": "",
    "bundler/gems/a-0123456789ab/lib/a.rb": "",
    "bundler/gems/a-0123456789ab/test/a_test.rb": "",
  });
  await pruneGems(top, "3.1.0", []);
  expect(left(top)).toEqual([
    "bundler/gems/a-0123456789ab/a.gemspec",
    "bundler/gems/a-0123456789ab/lib/a.rb",
  ]);
});

test("folders that hold nothing go, however deep; those of other tools' notes too", async () => {
  const top = tree({ "gems/a-1/lib/a.rb": "", "build_info/a-1.info": "" });
  mkdirSync(join(top, "gems/a-1/empty/below"), { recursive: true });
  mkdirSync(join(top, "extensions/x86_64-linux/3.1.0"), { recursive: true });
  expect(await pruneGems(top, "3.1.0", [])).toEqual({ files: 0, bytes: 0 });
  expect(left(top)).toEqual(["gems/a-1/lib/a.rb"]);
  expect(readdirSync(top)).toEqual(["gems"]);
});
