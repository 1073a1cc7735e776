import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { parseLockfile } from "../../../../src/app/bundler/lockfile.ts";
import { readDeclaredRubies } from "../../../../src/inject/declared-ruby/read.ts";
import { loadRubyParser } from "../../../../src/inject/prism.ts";

const parse = await loadRubyParser();

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-declared-"));
  mkdirSync(join(dir, "app/gems"), { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (path: string, text: string) => writeFileSync(join(dir, path), text);

async function read(gemfiles: Readonly<Record<string, string>>, lockfile?: string) {
  const found = await readDeclaredRubies(
    join(dir, "app"),
    Object.entries(gemfiles).map(([path, text]) => parse(text, path)),
    { path: "Gemfile.lock", content: lockfile === undefined ? undefined : parseLockfile(lockfile) },
  );
  return found.map(({ file, text }) => `${file}: ${text}`);
}

test("an app may ask for a Ruby in its Gemfiles, in files that they name, in its own, and in its lockfile", async () => {
  write(".ruby-version", "3.3.1\n");
  write("app/gems/.tool-versions", "ruby 3.3.2\n");
  write("app/.ruby-version", "3.3.3\n");
  write("app/.tool-versions", "ruby 3.3.4\n");
  write("app/mise.toml", '[tools]\nruby = "3.3.6"\n');
  const gemfiles = {
    Gemfile: 'ruby file: "../.ruby-version"\n',
    "gems/more.rb": 'ruby "~> 3.3"\nruby file: ".tool-versions"\n',
  };
  expect(await read(gemfiles, "RUBY VERSION\n   ruby 3.3.5p0\n")).toEqual([
    "../.ruby-version: 3.3.1",
    "gems/more.rb: ~> 3.3",
    "gems/.tool-versions: 3.3.2",
    ".ruby-version: 3.3.3",
    ".tool-versions: 3.3.4",
    "mise.toml: 3.3.6",
    "Gemfile.lock: 3.3.5p0",
  ]);
});

test("a file that the Gemfile names too counts once, and one file may ask for two Rubies", async () => {
  write("app/.ruby-version", "3.3.3\n");
  const gemfile = 'ruby file: ".ruby-version"\nruby "3.1"\nruby "3.2"\n';
  expect(await read({ Gemfile: gemfile })).toEqual([
    "Gemfile: 3.1",
    "Gemfile: 3.2",
    ".ruby-version: 3.3.3",
  ]);
});

test("an app that has none of these files asks for no Ruby", async () => {
  expect(await read({ Gemfile: 'ruby file: ".ruby-version"\n' })).toEqual([]);
});
