import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { copyApp } from "../../../../src/inject/copy/copy.ts";
import { CERTIFICATE, KEY } from "../../../pem.ts";
import { SECRET } from "./secret-names.ts";

let dir: string;
let app: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-copy-"));
  app = join(dir, "shop");
  write("config.ru", "run App\n");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(path: string, text = path): void {
  mkdirSync(dirname(join(app, path)), { recursive: true });
  writeFileSync(join(app, path), text);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(app, path)), { recursive: true });
  symlinkSync(target, join(app, path));
}

async function staged(globs: { include?: string[]; exclude?: string[] } = {}): Promise<string> {
  const to = mkdtempSync(join(dir, "staged-"));
  await copyApp(app, to, { include: [], exclude: [], ...globs });
  return to;
}

/** Every file and link, relative, in order. */
function tree(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

test("a copy holds what the rule copies, with no mode but whether a file can be executed", async () => {
  write("bin/rails");
  chmodSync(join(app, "bin/rails"), 0o700);
  for (const path of ["app/models/post.rb", "node_modules/a/index.js"]) write(path);
  for (const path of [".env", "vendor/bundle/ruby/x.rb", "app/.git/config"]) write(path);
  const to = await staged();
  expect(tree(to)).toEqual([
    "app/models/post.rb",
    "bin/rails",
    "config.ru",
    "node_modules/a/index.js",
  ]);
  const modes = ["bin/rails", "config.ru"].map((path) => lstatSync(join(to, path)).mode & 0o7777);
  expect(modes).toEqual([0o755, 0o644]);
});

test("folders that are empty are copied, and `tmp` and `log` without what they hold", async () => {
  mkdirSync(join(app, "app/empty"), { recursive: true });
  for (const path of ["tmp/pids/server.pid", "log/x.log", "coverage/x"]) write(path);
  const to = await staged();
  expect(readdirSync(to).sort()).toEqual(["app", "config.ru", "log", "tmp"]);
  expect(existsSync(join(to, "app/empty"))).toBe(true);
  expect([readdirSync(join(to, "tmp")), readdirSync(join(to, "log"))]).toEqual([[], []]);
});

test("what `.megamodeignore` and `exclude` name is left out", async () => {
  write(".megamodeignore", "/docs/\n");
  for (const path of ["docs/a.md", "lib/docs/a.md", "big/x/y", "undefined"]) write(path);
  expect(tree(await staged({ exclude: ["./big/"] }))).toEqual([
    ".megamodeignore",
    "config.ru",
    "lib/docs/a.md",
    "undefined",
  ]);
});

test("no name is ignored where there is no `.megamodeignore`", async () => {
  write("undefined");
  expect(tree(await staged())).toEqual(["config.ru", "undefined"]);
});

test("what `include` names is copied, out of folders that are left out too, but no secrets by a wildcard", async () => {
  write(".megamodeignore", "/docs/\n");
  for (const path of ["docs/a.md", "spec/fixtures/a.yml", "spec/b.rb"]) write(path);
  for (const path of [".env", ".git/config", "docs/.env", "docs/x.pem", "log/x.log"]) write(path);
  const include = ["docs", "spec/fixtures/**"];
  expect(tree(await staged({ include, exclude: ["docs/**"] }))).toEqual([
    ".megamodeignore",
    "config.ru",
    "docs/a.md",
    "spec/fixtures/a.yml",
  ]);
  const all = tree(await staged({ include: ["**"] }));
  expect(all.filter((path) => /\.env|\.git/.test(path))).toEqual([]);
  expect(all).toContain("log/x.log");
});

test("public certificates are copied, keys and what may be one are not", async () => {
  write("config/ca.pem", CERTIFICATE);
  write("config/CA.CRT", CERTIFICATE);
  write("config/both.pem", CERTIFICATE + KEY);
  write("config/key.crt", KEY);
  write("config/words.pem", "x");
  link("ca.pem", "config/ca.pem");
  link("key.pem", "config/key.crt");
  const copied = ["ca.pem", "config.ru", "config/CA.CRT", "config/ca.pem"];
  expect(tree(await staged())).toEqual(copied);
  expect(tree(await staged({ include: ["config/key.crt"] }))).toEqual([
    ...copied,
    "config/key.crt",
  ]);
});

test("secrets are not copied at any depth; what only the build needs is", async () => {
  for (const path of SECRET) for (const at of ["", "engines/a/"]) write(`${at}${path}/x`);
  for (const path of [".npmrc", ".bundle/config", "packages/a/.yarnrc.yml"]) write(path);
  expect(tree(await staged())).toEqual([
    ".bundle/config",
    ".npmrc",
    "config.ru",
    "packages/a/.yarnrc.yml",
  ]);
});

test("a file that `include` names alone is copied with the folders that it lies in", async () => {
  for (const path of ["coverage/last/a.json", "coverage/last/b.json"]) write(path);
  const to = await staged({ include: ["coverage/last/a.json"] });
  expect(tree(to)).toEqual(["config.ru", "coverage/last/a.json"]);
});

test("links are copied as links, and what is left out may point anywhere", async () => {
  write("shared/a.txt");
  link("config/a.txt", "../shared/a.txt");
  link("config/b.txt", join(app, "shared/a.txt"));
  link("config/out", "/etc/passwd");
  const to = await staged({ exclude: ["config/out"] });
  expect(readlinkSync(join(to, "config/a.txt"))).toBe("../shared/a.txt");
  expect(readlinkSync(join(to, "config/b.txt"))).toBe("../shared/a.txt");
  expect(existsSync(join(to, "config/out"))).toBe(false);
  await expect(staged()).rejects.toThrow("`config/out`");
});

test("what is neither file, folder nor link is passed over", async () => {
  execFileSync("mkfifo", [join(app, "pipe")]);
  expect(tree(await staged())).toEqual(["config.ru"]);
});

test("the copy is made where nothing is yet, too", async () => {
  await copyApp(app, join(dir, "new"), { include: [], exclude: [] });
  expect(tree(join(dir, "new"))).toEqual(["config.ru"]);
});

test.each(["staged", "."])("the copy must not lie in the app: %s", async (place) => {
  await expect(copyApp(app, join(app, place), { include: [], exclude: [] })).rejects.toThrow(
    /in the app itself/,
  );
  expect(tree(app)).toEqual(["config.ru"]);
  expect(existsSync(join(app, "staged"))).toBe(false);
});
