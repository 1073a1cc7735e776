import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { withoutGit as edit } from "../../../../src/inject/gemfile/gemspec.ts";
import { loadRubyParser } from "../../../../src/inject/prism.ts";

const parse = await loadRubyParser();

const withoutGit = (text: string) => edit(parse(text, "shop.gemspec"));

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-gemspec-"));
  for (const path of [
    "lib/shop.rb",
    "lib/shop/version.rb",
    "exe/shop",
    "spec/shop_spec.rb",
    "é.md",
  ]) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), "");
  }
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** As `bundle gem` of Bundler 2.5 writes it, of 2.0, and of 1.0. */
const NOW = `  spec.files = IO.popen(%w[git ls-files -z], chdir: __dir__, err: IO::NULL) do |ls|
    ls.readlines("\\x0", chomp: true).reject { |f| f.start_with?(*%w[spec/ .git]) }
  end
  spec.executables = spec.files.grep(%r{\\Aexe/}) { |f| File.basename(f) }`;
const THEN = `  spec.files = Dir.chdir(__dir__) do # Größe
    \`git ls-files -z\`.split("\\x0").reject { |f| f.match(%r{\\A(?:test|spec)/}) }
  end
  spec.executables = spec.files.grep(%r{\\Aexe/}) { |f| File.basename(f) }`;
const ONCE = `  spec.files = \`git ls-files -- lib/* lib/*/* exe/* *.md\`.split("\\n")
  spec.executables = \`git ls-files -- exe/*\`.split("\\n").map { |f| File.basename(f) }`;

const gemspec = (files: string) => `# frozen_string_literal: true
Gem::Specification.new do |spec|
  spec.name = "shop"
  spec.version = "1.0"
  spec.bindir = "exe"
${files}
end
`;

describe("a gemspec that asks git for its files", () => {
  test.each([
    ["IO.popen", NOW],
    ["backticks", THEN],
    ["patterns", ONCE],
  ])("has them without git: %s", (_, files) => {
    writeFileSync(join(dir, "shop.gemspec"), withoutGit(gemspec(files)));
    const said = execFileSync(
      "/usr/bin/env",
      [
        "ruby",
        "-e",
        's = eval(File.read("shop.gemspec"), binding, File.expand_path("shop.gemspec")); puts s.files.grep_v(/gemspec/).sort, s.executables',
      ],
      // Where there is Ruby and no git.
      { cwd: dir, encoding: "utf8", env: { ...process.env, PATH: pathWithoutGit() } },
    );
    expect(said.trimEnd().split("\n")).toEqual([
      "exe/shop",
      "lib/shop.rb",
      "lib/shop/version.rb",
      "é.md",
      "shop",
    ]);
  });

  test.each([
    ["another question for git", "  spec.version = `git describe --tags`"],
    ["another command with the same name", "  spec.files = `hg ls-files`"],
    ["no git", '  spec.files = Dir["lib/**/*"]\n  spec.author = `whoami`'],
    ["git in another call", "  spec.files = capture('git ls-files')"],
    ["another program in a pipe", "  spec.author = IO.popen(%w[git config user.name]).read"],
    ["a pipe with a command that is computed", "  spec.files = IO.popen(command).read"],
    ["a pipe without a command", "  spec.files = IO.popen().read"],
    ["a pipe without parentheses", '  IO.popen "git ls-files" do |ls|\n    ls.read\n  end'],
    ["a pipe with a word that is computed", "  spec.files = IO.popen([git, 'ls-files']).read"],
  ])("is left alone where there is %s", (_, files) => {
    expect(withoutGit(gemspec(files))).toBe(gemspec(files));
  });

  test.each([
    ["`git ls-files`", "**/*", "\\n"],
    ["` git ls-files -z `", "**/*", "\\x0"],
    ["`git ls-files -z -- lib exe/*`", "lib exe/*", "\\x0"],
  ])("has a glob for %s", (call, globs, end) => {
    expect(withoutGit(`x = ${call}.split\n`)).toBe(
      `x = Dir.glob(%w[${globs}]).select { |file| File.file?(file) }.sort.join("${end}").split\n`,
    );
  });

  test.each(['IO.popen("git ls-files -z")', "IO.popen(%w[git ls-files -z], err: IO::NULL)"])(
    "has something to read for %s",
    (call) => {
      expect(withoutGit(`x = ${call} { |ls| ls.read }\n`)).toBe(
        'x = (require "stringio"; StringIO).open(Dir.glob(%w[**/*]).select { |file| File.file?(file) }' +
          '.sort.join("\\x0")) { |ls| ls.read }\n',
      );
    },
  );

  test("is left alone the second time", () => {
    const once = withoutGit(gemspec(THEN));
    expect(withoutGit(once)).toBe(once);
  });
});

/** A folder with Ruby alone. */
function pathWithoutGit(): string {
  const bin = join(dir, ".bin");
  mkdirSync(bin);
  const ruby = execFileSync("ruby", ["-e", "print File.realpath(RbConfig.ruby)"], {
    encoding: "utf8",
  });
  writeFileSync(join(bin, "ruby"), `#!/bin/sh\nexec ${ruby} "$@"\n`, { mode: 0o755 });
  return bin;
}
