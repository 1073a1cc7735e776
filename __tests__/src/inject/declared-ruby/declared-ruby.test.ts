import { expect, test } from "@jest/globals";
import {
  declaredInLockfile,
  declaredInMise,
  declaredInRubyVersion,
  declaredInToolVersions,
} from "../../../../src/inject/declared-ruby/declared-ruby.ts";

test.each([
  ["3.3.6\n", "3.3.6", "3.3.6"],
  ["ruby-3.3.6", "ruby-3.3.6", "3.3.6"],
  ["ruby-3.3\n", "ruby-3.3", "~> 3.3.0"],
  ["  3.3 \n", "3.3", "~> 3.3.0"],
  ["3.4.0-preview1\n", "3.4.0-preview1", "3.4.0-preview1"],
  ["# ours\n\n3.3.6 # pinned\n3.2.0\n", "3.3.6", "3.3.6"],
  ["3.3.6#pinned\n", "3.3.6", "3.3.6"],
  ["jruby-9.4.5.0\n", "jruby-9.4.5.0", "jruby-9.4.5.0"],
  ["truffleruby+graalvm-24.1\n", "truffleruby+graalvm-24.1", "truffleruby+graalvm-24.1"],
])(".ruby-version says %j: %s is asked for, which is %s", (content, text, requirement) => {
  expect(declaredInRubyVersion(content, "x")).toEqual([
    { file: "x", text, requirements: [requirement] },
  ]);
});

test.each([
  ["ruby 3.3.6\n", "3.3.6", "3.3.6"],
  ["nodejs 24.1.0\nruby\t3.3 3.2.0\n", "3.3", "~> 3.3.0"],
])(".tool-versions says %j: %s is asked for, which is %s", (content, text, requirement) => {
  expect(declaredInToolVersions(content, "x")).toEqual([
    { file: "x", text, requirements: [requirement] },
  ]);
});

test.each([
  ['[tools]\nnode = "24"\nruby = "3.3.6" # pinned\n', "3.3.6", "3.3.6"],
  ["[tools]\n  ruby='3.3'\n", "3.3", "~> 3.3.0"],
])("mise.toml says %j: %s is asked for, which is %s", (content, text, requirement) => {
  expect(declaredInMise(content, "x")).toEqual([{ file: "x", text, requirements: [requirement] }]);
});

test.each(["latest", "system", "ruby-head", "", "# 3.3.6"])(
  "a file asks for nothing where it names no version: %j",
  (word) => {
    expect(declaredInRubyVersion(`${word}\n`, "x")).toEqual([]);
    expect(declaredInToolVersions(`ruby ${word}\n`, "x")).toEqual([]);
    expect(declaredInMise(`ruby = "${word}"\n`, "x")).toEqual([]);
  },
);

test("a file of tools without Ruby asks for none", () => {
  expect(declaredInToolVersions("nodejs 24.1.0\njruby 9.4\n", "x")).toEqual([]);
});

test("a lockfile asks for the series of the Ruby that it was made with", () => {
  expect(declaredInLockfile({ rubyVersion: "ruby 3.3.10p0" }, "x")).toEqual([
    { file: "x", text: "3.3.10p0", requirements: ["~> 3.3.0"] },
  ]);
});

test.each([undefined, "jruby 9.4"])(
  "a lockfile asks for nothing where it notes %s",
  (rubyVersion) => {
    expect(declaredInLockfile({ rubyVersion }, "x")).toEqual([]);
  },
);
