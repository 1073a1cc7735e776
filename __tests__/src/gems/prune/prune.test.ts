import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { pruneGems } from "../../../../src/gems/prune/prune.ts";
import { gemName, isPruned, requirePathsOf } from "../../../../src/gems/prune/rule.ts";

const plain = { name: "a", requirePaths: ["lib"] };

test.each([
  // Who builds it.
  ["ext/a/a.c", true],
  ["ext/a/a.o", true],
  ["ext/a/Makefile", true],
  ["ext/a/extconf.rb", true],
  ["ext/a/tmp/x86_64-linux-gnu/ports/b/configure.rb", true],
  ["ports/archives/b-1.tar.gz", true],
  ["ports/x86_64-linux-gnu/b/1/lib/libb.a", true],
  ["ports/x86_64-linux-gnu/b/1/bin/b", true],
  ["src/a.c", true],
  ["lib/a/include/libb/b.h", true],
  ["vendor/v8/libv8.a", true],
  // Who tests or reads it.
  ["test/a_test.rb", true],
  ["spec/a_spec.rb", true],
  ["sig/a.rbs", true],
  ["CHANGELOG.md", true],
  ["README.ja.rdoc", true],
  [".github/workflows/ci.yml", true],
  // An app that runs.
  ["lib/a.rb", false],
  ["lib/a/test/helper.rb", false],
  ["lib/a/README.md", false],
  ["lib/a/template.c", false],
  ["ext/a/version.rb", false],
  ["ext/a/only_here.so", false],
  ["ports/x86_64-linux-gnu/b/1/lib/libb.so.1", false],
  ["src/a.rb", false],
  ["data/a.o", false],
  ["templates/ext/main.c", false],
  ["vendor/assets/a.h", false],
  ["app/models/a.rb", false],
  ["docs.rb", false],
  ["etc/roots.pem", false],
  ["a.gemspec", false],
  ["LICENSE.txt", false],
  ["MIT-LICENSE", false],
  ["VERSION", false],
])("%s goes: %s", (path, goes) => {
  expect(isPruned(path, plain, [path])).toBe(goes);
});

test("what Ruby loads stays, wherever a gem has it", () => {
  const odd = { name: "a", requirePaths: ["ext", "src/ruby/lib"] };
  for (const path of ["ext/a.rb", "ext/a.so", "src/ruby/lib/a.rb", "src/ruby/lib/a.c"]) {
    expect(isPruned(path, odd, [path])).toBe(false);
  }
  expect(isPruned("ext/a.o", odd, [])).toBe(true);
});

test("a library that building left in ext/ goes where it was installed, too", () => {
  expect(isPruned("ext/a/a.so", plain, ["ext/a/a.so", "lib/a/a.so"])).toBe(true);
});

test("require paths are those of the specification, lib where it names none", () => {
  expect(requirePathsOf('s.require_paths = ["ext".freeze, "lib".freeze]')).toEqual(["ext", "lib"]);
  expect(requirePathsOf("")).toEqual(["lib"]);
});

test.each([
  ["net-imap-0.2.3", "net-imap"],
  ["nokogiri-1.18.10-x86_64-linux", "nokogiri"],
  ["rails-0123456789ab", "rails"],
  ["mini_portile2-2.8.9", "mini_portile2"],
  ["rack-2fa-1.0.rc1", "rack-2fa"],
])("the gem in %s is %s", (folder, name) => {
  expect(gemName(folder)).toBe(name);
});

let dir = "";
afterEach(() => {
  if (dir) rmSync(dir, { recursive: true, force: true });
});

function install(files: Readonly<Record<string, string>>): string {
  dir = mkdtempSync(join(tmpdir(), "megamode-prune-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

const left = () =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name).slice(dir.length + 1))
    .sort();

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
  const top = install(two);
  const pruned = await pruneGems(top, "3.1.0", []);
  expect(left()).toEqual([
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
  const top = install({ ...two, "gems/a-1/lib/a/a.so": "other code" });
  await pruneGems(top, "3.1.0", []);
  expect(left()).toContain("extensions/x86_64-linux/3.1.0/a-1/a/a.so");
});

test("a gem that is kept stays whole, and its neighbours do not", async () => {
  const top = install(two);
  await pruneGems(top, "3.1.0", ["a"]);
  expect(left()).toContain("gems/a-1/test/a_test.rb");
  expect(left()).toContain("extensions/x86_64-linux/3.1.0/a-1/a/a.so");
  expect(left()).not.toContain("gems/b-1/test/b_test.rb");
});

test("a gem without a specification that we can read stays whole", async () => {
  const top = install({ "bundler/gems/mono-0123456789ab/test/a_test.rb": "" });
  await pruneGems(top, "3.1.0", []);
  expect(left()).toEqual(["bundler/gems/mono-0123456789ab/test/a_test.rb"]);
});
