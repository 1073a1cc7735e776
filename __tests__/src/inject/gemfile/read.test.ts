import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { readGemfiles } from "../../../../src/inject/gemfile/read.ts";
import { loadRubyParser } from "../../../../src/inject/prism.ts";

const parse = await loadRubyParser();

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-gemfiles-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

const read = (gemfile = "Gemfile") => readGemfiles({ dir: join(dir, "app"), gemfile }, parse);

test("an app's Gemfile is read with everything that it evaluates, each file once, nearest first", async () => {
  write("app/Gemfile", 'eval_gemfile "a.rb"\neval_gemfile "../b.rb"\neval_gemfile "gone.rb"\n');
  write("app/a.rb", 'eval_gemfile "../c.rb"\neval_gemfile "Gemfile"\n');
  write("b.rb", 'eval_gemfile "app/a.rb"\n');
  write("c.rb", 'gem "c"\n');
  const { gemfile, hasGemfile, evaluated } = await read();
  expect([gemfile.path, hasGemfile]).toEqual(["Gemfile", true]);
  expect(gemfile.text).toContain("gone.rb");
  expect(evaluated.map(({ path }) => path)).toEqual(["a.rb", "../b.rb", "../c.rb"]);
  expect(evaluated[2]?.text).toBe('gem "c"\n');
});

test("the paths of gems start at the app's Gemfile, whoever names them", async () => {
  write("Gemfile", 'eval_gemfile "gems/more.rb"\ngem "a", path: "engines/a"\n');
  write("gems/more.rb", 'gem "b", path: "engines/b"\n');
  const { folders, evaluated } = await read("../Gemfile");
  expect(folders).toEqual([join(dir, "engines/a"), join(dir, "engines/b")]);
  expect(evaluated.map(({ path }) => path)).toEqual(["../gems/more.rb"]);
});

test("an app without a Gemfile runs with Rack", async () => {
  const { gemfile, hasGemfile, evaluated, folders } = await read();
  expect(gemfile).toMatchObject({
    path: "Gemfile",
    text: 'source "https://rubygems.org"\ngem "rack"\n',
  });
  expect({ hasGemfile, evaluated, folders }).toEqual({
    hasGemfile: false,
    evaluated: [],
    folders: [],
  });
});

test("a file that is evaluated and is not Ruby is an error that names it", async () => {
  write("app/Gemfile", 'eval_gemfile "more.rb"\n');
  write("app/more.rb", "gem (\n");
  await expect(read()).rejects.toThrow("`more.rb` is not valid Ruby");
});
