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
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { UserError } from "../../../../src/errors.ts";
import { copyApp } from "../../../../src/inject/copy/copy.ts";
import { settleTree } from "../../../../src/inject/copy/settle.ts";

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

describe("the copy rule", () => {
  const kept = [
    "app/models/post.rb",
    "app/log/kept.rb",
    "config/environments/test.rb",
    "config/credentials.yml.enc",
    "db/schema.rb",
    "db/seeds.rb",
    "engines/shop/spec/kept_spec.rb",
    "lib/keys.rb",
    "public/untracked.js",
    "storage/ab/blob",
    "vendor/javascript/x.js",
    ".ruby-version",
    "node_modules/a/index.js",
  ];
  const dropped = [
    ".git/config",
    "vendor/engine/.git/config",
    ".github/workflows/deploy.yml",
    "vendor/bundle/ruby/x.rb",
    "tmp/cache/x",
    "log/development.log",
    "coverage/index.html",
    "test/models/post_test.rb",
    "spec/models/post_spec.rb",
    ".env",
    ".env.production",
    "engines/shop/.env.local",
    "config/master.key",
    "config/credentials/production.key",
    "certs/server.pem",
    "certs/SERVER.PEM",
    "db/development.sqlite3",
    "db/development.sqlite3-wal",
    "storage/production.sqlite3",
    "storage/cache/x.db",
    ".megamode/state/x",
  ];

  test("keeps the working tree and leaves out what is not the app's or is secret", async () => {
    for (const path of [...kept, ...dropped]) write(path);
    expect(tree(await staged())).toEqual([...kept, "config.ru"].sort());
  });

  test("keeps folders that are empty, and `tmp` and `log` without what was in them", async () => {
    mkdirSync(join(app, "app/empty"), { recursive: true });
    for (const path of ["tmp/pids/server.pid", "log/x.log"]) write(path);
    const to = await staged();
    expect([existsSync(join(to, "app/empty")), readdirSync(join(to, "tmp"))]).toEqual([true, []]);
    expect(readdirSync(join(to, "log"))).toEqual([]);
  });

  test("leaves out what `.megamodeignore` and `exclude` name", async () => {
    write(".megamodeignore", "/docs/\n*.psd\n!logo.psd\n");
    for (const path of ["docs/a.md", "lib/docs/a.md", "a.psd", "logo.psd", "big/x/y"]) write(path);
    expect(tree(await staged({ exclude: ["./big/"] }))).toEqual([
      ".megamodeignore",
      "config.ru",
      "lib/docs/a.md",
      "logo.psd",
    ]);
  });

  test("copies what `include` names, over every other rule, but no secrets by a wildcard", async () => {
    write(".megamodeignore", "/docs/\n");
    for (const path of ["docs/a.md", "spec/fixtures/a.yml", "spec/b.rb", ".env.example"])
      write(path);
    for (const path of [".env", ".git/config", "docs/.env", "docs/x.pem", "log/x.log"]) write(path);
    const include = ["docs", "spec/fixtures/**", ".env.example"];
    expect(tree(await staged({ include, exclude: ["docs/**"] }))).toEqual([
      ".env.example",
      ".megamodeignore",
      "config.ru",
      "docs/a.md",
      "spec/fixtures/a.yml",
    ]);
    const all = tree(await staged({ include: ["**"] }));
    expect(all.filter((path) => /\.env|\.git/.test(path))).toEqual([]);
  });
});

describe("links", () => {
  test("that stay in the app are kept as they are, dangling ones too", async () => {
    write("shared/a.txt");
    link("config/a.txt", "../shared/a.txt");
    link("current", "shared");
    link("config/gone", "../nowhere/x");
    // By its text alone this one would leave.
    link("a/b/deep", "x/y/z");
    mkdirSync(join(app, "a/b/x/y/z"), { recursive: true });
    link("round", "a/b/deep/../../../../../shared");
    const to = await staged();
    expect(readlinkSync(join(to, "config/a.txt"))).toBe("../shared/a.txt");
    expect(readlinkSync(join(to, "current"))).toBe("shared");
    expect(readlinkSync(join(to, "config/gone"))).toBe("../nowhere/x");
    expect(readlinkSync(join(to, "round"))).toBe("a/b/deep/../../../../../shared");
  });

  test("that name the app's own folder are pointed at the copy", async () => {
    write("shared/a.txt");
    link("config/a.txt", join(app, "shared/a.txt"));
    link("config/b.txt", "../../shop/shared/a.txt");
    const to = await staged();
    expect(readlinkSync(join(to, "config/a.txt"))).toBe("../shared/a.txt");
    expect(readlinkSync(join(to, "config/b.txt"))).toBe("../shared/a.txt");
  });

  test.each([
    ["absolute", "/etc/passwd", []],
    ["relative", "../../outside", []],
    ["dangling", "/nonexistent/x", []],
    ["to a neighbour whose name begins alike", "../../shop-old/x", []],
    ["by way of a linked folder", "../a/b/up/../x", [["a/b/up", "../.."]]],
    ["by way of another link", "../first", [["first", "/etc/hostname"]]],
  ] as const)("that leave the app are errors that name them: %s", async (_, target, more) => {
    mkdirSync(join(app, "a/b"), { recursive: true });
    link("config/out", target);
    for (const [path, to] of more) link(path, to);
    // Of two links that leave, the one that is met first is named.
    const expected = /`(config\/out|first)`/;
    const error = await staged().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(expected);
  });

  test("that are left out may point anywhere", async () => {
    link("config/out", "/etc/passwd");
    expect(tree(await staged({ exclude: ["config/out"] }))).toEqual(["config.ru"]);
  });
});

test("two copies are alike whatever the umask and the hour, and a changed file has another time", async () => {
  write("bin/rails", "#!/usr/bin/env ruby\n");
  chmodSync(join(app, "bin/rails"), 0o700);
  write("public/app.js", "1");
  const facts = async (umask: number) => {
    const before = process.umask(umask);
    const to = await staged().finally(() => process.umask(before));
    await settleTree(to);
    return ["", "bin", "bin/rails", "config.ru", "public/app.js"].map((path) => {
      const { mode, mtimeMs } = lstatSync(join(to, path));
      return [path, (mode & 0o7777).toString(8), mtimeMs];
    });
  };
  const first = await facts(0o077);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await facts(0o002)).toEqual(first);
  expect(first.map(([, mode]) => mode)).toEqual(["755", "755", "755", "644", "644"]);
  write("public/app.js", "2");
  const changed = await facts(0o022);
  expect(changed.slice(0, 4)).toEqual(first.slice(0, 4));
  expect(changed[4]).not.toEqual(first[4]);
  expect(Number(changed[4]![2]) % 1000).toBe(0);
});

test("the copy must not lie in the app", async () => {
  await expect(copyApp(app, join(app, "staged"), { include: [], exclude: [] })).rejects.toThrow(
    /in the app itself/,
  );
  expect(tree(app)).toEqual(["config.ru"]);
  expect(existsSync(join(app, "staged"))).toBe(false);
});
