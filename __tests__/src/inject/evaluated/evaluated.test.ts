import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { findEvaluated } from "../../../../src/inject/evaluated/evaluated.ts";
import { tree, writeTree } from "../../../tree.ts";

type Files = Readonly<Record<string, string>>;
const APP = { gemfile: "Gemfile", lockfile: "Gemfile.lock" };
const OWN = "PATH\n  remote: engines/own\n  specs:\n    own (1.0)\n";

const evaluated = (files: Files) => findEvaluated(tree({ Gemfile: "", ...files }), APP);

/** Whether the digest is another one when a file has another content. */
async function counts(files: Files, path: string): Promise<boolean> {
  const before = await evaluated(files);
  const after = await evaluated({ ...files, [path]: `${files[path] ?? ""}\n# changed\n` });
  return before.digest !== after.digest;
}

describe("the app's own code that Bundler runs", () => {
  test.each<[string, Files, string]>([
    ["the Gemfile", {}, "Gemfile"],
    ["what it evaluates", { Gemfile: 'eval_gemfile "gems/common.rb"' }, "gems/common.rb"],
    ["what it evaluates by reading", { Gemfile: 'eval File.read("gems/x")' }, "gems/x"],
    [
      "what it loads beside itself",
      { Gemfile: 'require_relative "lib/versions"' },
      "lib/versions.rb",
    ],
    [
      "what it loads by a whole path",
      { Gemfile: 'load File.expand_path("lib/v.rb", __dir__)' },
      "lib/v.rb",
    ],
    ["what it loads by the root's path", { Gemfile: 'load "/tmp/mm/app/lib/v.rb"' }, "lib/v.rb"],
    [
      "what it loads from wherever the load path leads",
      { Gemfile: '$:.unshift "tools/lib"\nrequire "own/version"', "tools/lib/own/version.rb": "" },
      "tools/lib/own/version.rb",
    ],
    ["what is loaded later", { Gemfile: 'autoload :V, "./lib/v"' }, "lib/v.rb"],
    [
      "what that loads",
      { Gemfile: 'require_relative "lib/a"', "lib/a.rb": 'require_relative "b"' },
      "lib/b.rb",
    ],
    [
      "two files that load each other",
      {
        Gemfile: 'require_relative "a"',
        "a.rb": 'require_relative "b"',
        "b.rb": 'require_relative "a"',
      },
      "b.rb",
    ],
    ["a file that it reads", { Gemfile: 'ruby File.read("VERSION")' }, "VERSION"],
    [
      "a file that it reads as data",
      { Gemfile: 'YAML.load_file(File.join(__dir__, "gems.yml"))' },
      "gems.yml",
    ],
    ["a gemspec of the lockfile", { "Gemfile.lock": OWN }, "engines/own/own.gemspec"],
    ["a gemspec deeper in that folder", { "Gemfile.lock": OWN }, "engines/own/a/b/own.gemspec"],
    [
      "a gemspec of the Gemfile, without a lockfile",
      { Gemfile: 'gem "own", path: "own"' },
      "own/own.gemspec",
    ],
    ["the app's own gemspec", { Gemfile: "gemspec" }, "app.gemspec"],
    [
      "what a gemspec loads",
      {
        "Gemfile.lock": OWN,
        "engines/own/own.gemspec":
          '$:.push File.expand_path("lib", __dir__)\nrequire "own/version"',
      },
      "engines/own/lib/own/version.rb",
    ],
    ["what is loaded by a computed name", { Gemfile: "require name" }, "lib/any.rb"],
    [
      "what is evaluated from a list",
      { Gemfile: 'Dir["gems/*.rb"].each { |f| eval_gemfile f }' },
      "gems/x.rb",
    ],
    ["what a text may load that is evaluated", { Gemfile: "eval text" }, "lib/any.rb"],
    [
      "what may be called by a computed name",
      { Gemfile: "Kernel.send(verb, thing)" },
      "lib/any.rb",
    ],
    ["what a program may run", { Gemfile: 'system("bin/setup")' }, "lib/any.rb"],
    ["what a command may run", { Gemfile: "`ruby lib/any.rb`" }, "lib/any.rb"],
    ["what a computed command may run", { Gemfile: '`#{ENV["RUBY"]} lib/any.rb`' }, "lib/any.rb"],
    ["all that a text may mean that is no Ruby", { Gemfile: "def (" }, "lib/any.rb"],
    [
      "what a gemspec may load by a computed name, below its folder",
      { "Gemfile.lock": OWN, "engines/own/own.gemspec": "require name" },
      "engines/own/lib/any.rb",
    ],
  ])("is %s", async (_, files, path) => {
    expect(await counts({ [path]: "", ...files }, path)).toBe(true);
  });

  test.each<[string, Files, string]>([
    ["of the app that nobody loads", { Gemfile: 'gem "rack"\nrequire "json"' }, "lib/any.rb"],
    [
      "beside a gemspec's folder",
      { "Gemfile.lock": OWN, "engines/own/own.gemspec": "require name" },
      "lib/any.rb",
    ],
    ["of a package of npm", { Gemfile: "require name" }, "node_modules/a/any.rb"],
    ["that is no Ruby", { Gemfile: "require name" }, "app/views/index.erb"],
    [
      "that git only lists",
      { Gemfile: "`git ls-files`\nIO.popen(%w[git ls-files -z])" },
      "lib/any.rb",
    ],
    ["that data only looks like", { Gemfile: 'YAML.load(text)\nJSON.load("x")' }, "lib/any.rb"],
    [
      "that only a block is evaluated in",
      { Gemfile: "instance_eval { gem 'rack' }" },
      "lib/any.rb",
    ],
    ["that only Bundler's lockfile names", {}, "Gemfile.lock"],
  ])("is no file %s", async (_, files, path) => {
    expect(await counts({ [path]: "", ...files }, path)).toBe(false);
  });

  test("is another under another path, and the same in another folder", async () => {
    const [a, b] = ['require_relative "a"', 'require_relative "b"'];
    const one = { Gemfile: `${a}\n${b}`, "a.rb": "1", "b.rb": "2" };
    expect((await evaluated(one)).digest).toBe((await evaluated(one)).digest);
    const changed = { ...one, "a.rb": "2", "b.rb": "1" };
    expect((await evaluated(changed)).digest).not.toBe((await evaluated(one)).digest);
  });

  test("may lie behind a link, as the app of a monorepo does", async () => {
    const behind = (text: string) => {
      const dir = tree({ Gemfile: 'gem "own", path: "own"', "real/own.gemspec": text });
      symlinkSync("real", join(dir, "own"));
      return findEvaluated(dir, APP);
    };
    expect((await behind("1")).digest).not.toBe((await behind("2")).digest);
  });

  test("is the machine's outside of the app", async () => {
    const outside = tree({ "x.rb": "1" });
    const dir = tree({ Gemfile: `load "${join(outside, "x.rb")}"` });
    const before = await findEvaluated(dir, APP);
    writeTree(outside, { "x.rb": "2" });
    expect(await findEvaluated(dir, APP)).toEqual(before);
  });
});

describe("a plugin of Bundler", () => {
  test.each<[string, boolean, Files]>([
    ["in the Gemfile", true, { Gemfile: 'plugin "bundler-inject", "~> 2"' }],
    ["with a computed name", true, { Gemfile: "plugin name" }],
    ["in what that evaluates", true, { Gemfile: 'eval_gemfile "x.rb"', "x.rb": 'plugin "a"' }],
    ["in what may be evaluated", true, { Gemfile: "eval_gemfile x", "x.rb": '  plugin "a"' }],
    ["in a Gemfile that is no Ruby of ours", true, { Gemfile: 'plugin "a"\ndef (' }],
    ["of Puma", false, { Gemfile: 'require_relative "puma"', "puma.rb": "plugin :tmp_restart" }],
    ["in a comment", false, { Gemfile: '# plugin "a"' }],
    ["that is somebody else's method", false, { Gemfile: 'Vim.plugin("a")' }],
  ])("%s: %s", async (_, expected, files) => {
    expect((await evaluated(files)).hasPlugin).toBe(expected);
  });
});
