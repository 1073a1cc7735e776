import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { readSources } from "../../../src/inject/sources.ts";
import { givenApp } from "./plan/given.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-sources-"));
  write("gem/megamode.gemspec", 'spec.version = "0.1.0"\n');
  write("r/shop/config.ru", "");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

const read = (app = {}) =>
  readSources(givenApp({ dir: join(dir, "r/shop"), ...app }), {
    gemDir: join(dir, "gem"),
    platform: "x86_64-linux",
    without: ["test"],
  });

test("an app of a rackup file alone has nothing else to read", async () => {
  const { gemfile, parse, ...sources } = await read();
  expect(gemfile.text).toContain('gem "rack"');
  expect(parse("1", "x").path).toBe("x");
  expect(sources).toEqual({
    hasGemfile: false,
    evaluated: [],
    lockfile: undefined,
    gemspecs: [],
    initializer: undefined,
    repository: undefined,
    declared: [],
    gem: { dir: join(dir, "gem"), version: "0.1.0" },
    platform: "x86_64-linux",
    without: ["test"],
  });
});

test("an app's files are read and parsed, and all Rubies that they ask for are known", async () => {
  write("r/shop/Gemfile", 'ruby "3.3.0"\neval_gemfile "more.rb"\n');
  write("r/shop/more.rb", 'ruby "~> 3.3"\n');
  write("r/shop/Gemfile.lock", "RUBY VERSION\n   ruby 3.3.0p0\n\nBUNDLED WITH\n   2.5.1\n");
  write("r/shop/config/initializers/zz_megamode.rb", "# older\n");
  const sources = await read();
  expect(sources).toMatchObject({
    hasGemfile: true,
    lockfile: { bundledWith: "2.5.1" },
    initializer: "# older\n",
    repository: undefined,
  });
  expect(sources.evaluated.map(({ path }) => path)).toEqual(["more.rb"]);
  expect(sources.declared.map(({ file, text }) => [file, text])).toEqual([
    ["Gemfile", "3.3.0"],
    ["more.rb", "~> 3.3"],
    ["Gemfile.lock", "3.3.0p0"],
  ]);
});

test("gemspecs are those of the folders that the lockfile or a Gemfile names, each once", async () => {
  write(
    "r/shop/Gemfile",
    'path "engines"\ngem "own", path: "engines/own"\ngem "x", path: "gone"\n',
  );
  write("r/shop/Gemfile.lock", "PATH\n  remote: vendor/locked\n  specs:\n");
  for (const path of ["engines/own/own.gemspec", "vendor/locked/locked.gemspec"]) {
    write(`r/shop/${path}`, `# ${path}\n`);
  }
  const { gemspecs, repository } = await read();
  expect(gemspecs.map(({ path, text }) => [path, text])).toEqual([
    ["vendor/locked/locked.gemspec", "# vendor/locked/locked.gemspec\n"],
    ["engines/own/own.gemspec", "# engines/own/own.gemspec\n"],
  ]);
  expect(repository).toBeUndefined();
});

test("a folder that is a link has no gemspecs to edit, and no file to copy", async () => {
  write("r/linked/linked.gemspec", "");
  symlinkSync("linked", join(dir, "r/link"));
  write("r/shop/Gemfile", 'gem "linked", path: "../link"\n');
  const { gemspecs, repository } = await read();
  expect([gemspecs, repository]).toEqual([[], undefined]);
});

test("what lies above the app is copied: its Gemfile and lockfile, what these name, and no more", async () => {
  write("r/Gemfile", 'eval_gemfile "gems/more.rb"\ngem "lib", path: "lib"\n');
  write("r/Gemfile.lock", "PATH\n  remote: engines/admin\n  specs:\n");
  write("r/gems/more.rb", "");
  write("r/lib/lib.gemspec", "");
  write("r/engines/admin/admin.gemspec", "");
  const above = { gemfile: "../Gemfile", lockfile: "../Gemfile.lock" };
  const { repository, gemspecs } = await read(above);
  const inRepository = (paths: string[]) => paths.map((path) => join(dir, "r", path));
  expect(repository).toEqual({
    top: join(dir, "r"),
    folders: inRepository(["engines/admin", "lib"]),
    files: inRepository(["Gemfile", "Gemfile.lock", "gems/more.rb"]),
  });
  expect(gemspecs.map(({ path }) => path)).toEqual([
    "../engines/admin/admin.gemspec",
    "../lib/lib.gemspec",
  ]);
});

test("a Gemfile or a lockfile that is not there is not copied from above either", async () => {
  const above = { gemfile: "../Gemfile", lockfile: "../Gemfile.lock" };
  expect((await read(above)).repository).toBeUndefined();
  write("r/Gemfile.lock", "");
  expect((await read(above)).repository?.files).toEqual([join(dir, "r/Gemfile.lock")]);
});
