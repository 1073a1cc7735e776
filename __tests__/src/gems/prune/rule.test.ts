import { describe, expect, test } from "@jest/globals";
import { isForOtherRuby, isPruned } from "../../../../src/gems/prune/rule.ts";

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
  ["a.o", true],
  ["ext/a/src/a.rs", true],
  ["tools/a.c", true],
  ["tools/a.sh", false],
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
  ["include/a.rb", false],
  ["templates/a.o", false],
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

test("a gem that is loaded from its top has all its Ruby files loaded", () => {
  const flat = { name: "a", requirePaths: ["."] };
  for (const path of ["test/a.rb", "README.md"]) {
    expect(isPruned(path, flat, [path])).toBe(false);
  }
});

describe("of builds for several Rubies", () => {
  const all = new Set(["lib/a/3.1/a.so", "lib/a/3.2/a.so", "lib/a/3.2/b.so", "3.1/top.so"]);
  test.each([
    ["lib/a/3.1/a.so", false],
    ["lib/a/3.2/a.so", true],
    ["lib/a/3.2/b.so", false],
    ["3.1/top.so", false],
    ["3.2/top.so", true],
    ["lib/a/a.so", false],
  ])("%s goes on Ruby 3.1: %s", (path, goes) => {
    expect(isForOtherRuby(path, "3.1.0", all)).toBe(goes);
  });
});
