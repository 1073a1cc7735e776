import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { secretsRule } from "../../../../src/bundle/archive/leave-out.ts";
import { packArchive } from "../../../../src/bundle/archive/pack.ts";
import { unpackArchive } from "../../../../src/bundle/archive/unpack.ts";
import { UserError } from "../../../../src/errors.ts";
import { type Copied, copyApp } from "../../../../src/inject/copy/copy.ts";
import { KEY } from "../../../pem.ts";
import { tree } from "../../../tree.ts";

type Globs = { include?: string[]; exclude?: string[] };

/** Copies an app and packs the copy, as a build does. */
async function copied(app: string, globs: Globs = {}): Promise<Copied & { readonly to: string }> {
  const backing = tree();
  const to = join(backing, "app");
  return { ...(await copyApp(app, to, { include: [], exclude: [], ...globs })), to };
}

async function packed(backing: string) {
  const folder = tree();
  const leaveOut = secretsRule(backing, []);
  const archive = await packArchive({
    ...{ name: "app" as const, backing, directories: ["app"], leaveOut, folder },
  });
  return { ...archive, folder };
}

/** A path of this many bytes, in folders that a file system takes. */
const long = (bytes: number) => `${`${"d".repeat(127)}/`.repeat(bytes / 128)}x`;

describe("an app may have files with any name in UTF-8: they arrive as they are", () => {
  test.each([
    "two\nlines.txt",
    "tab\tand\x01control.txt",
    "caf\u00e9.txt",
    "cafe\u0301.txt",
    "\u{1f600}/\u{1f600}.txt",
    "the sign \ufffd itself.txt",
    " spaces around ",
    "back\\slash",
    "-rf",
    "...",
    "a'b\"c`d$(e)",
    "x".repeat(255),
    `${"n".repeat(101)}.txt`,
    `${"p".repeat(150)}/${"n".repeat(100)}`,
    `${"p".repeat(200)}/${"n".repeat(200)}`,
    long(1024),
  ])("%j", async (path) => {
    const app = tree({ [path]: "what it holds" });
    const { to, leftOut } = await copied(app);
    expect(leftOut).toEqual([]);
    const archive = await packed(join(to, ".."));
    const into = tree();
    await unpackArchive(archive, into);
    expect(readFileSync(join(into, "app", path), "utf8")).toBe("what it holds");
  });

  test("names that differ in their form alone stay two files", async () => {
    const app = tree({ "caf\u00e9": "one", "cafe\u0301": "other", CAFE: "up", cafe: "low" });
    const { to } = await copied(app);
    const into = tree();
    await unpackArchive(await packed(join(to, "..")), into);
    expect(readdirSync(join(into, "app"))).toHaveLength(4);
  });

  test("what a link points at may have a name of every kind, too", async () => {
    const targets = ["two\nlines", "caf\u00e9", "n".repeat(200)];
    const app = tree(Object.fromEntries(targets.map((target) => [target, "x"])));
    for (const [at, target] of targets.entries()) symlinkSync(target, join(app, `link-${at}`));
    const { to } = await copied(app);
    const into = tree();
    await unpackArchive(await packed(join(to, "..")), into);
    const read = targets.map((_, at) => readlinkSync(join(into, `app/link-${at}`)));
    expect(read).toEqual(targets);
  });
});

/** Makes a file or folder whose name is these bytes. */
function latin1(folder: string, name: string, make: (path: Buffer) => void): void {
  make(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, "latin1")]));
}

describe("a name that is not UTF-8 is named in an error that says what to do", () => {
  const file = (path: Buffer) => writeFileSync(path, "x");
  test.each<[string, string, (path: Buffer) => void, string, string]>([
    ["a file", "caf\xe9.txt", file, "public/caf\\xE9.txt", "public/caf?.txt"],
    ["a folder", "\xfc", (path) => mkdirSync(path), "public/\\xFC", "public/?"],
    ["a link", "\xff\xfe", (path) => symlinkSync("x", path), "public/\\xFF\\xFE", "public/??"],
    ["with signs of globs", "[\xe9]*", file, "public/[\\xE9]*", "public/\\[?\\]\\*"],
    ["that hides a command", "\xe9\n::error::x", file, "public/\\xE9\\x0A::error::x", ""],
  ])("%s: %j", async (_, name, make, shown, glob) => {
    const app = tree({ "config.ru": "run", "public/kept": "x" });
    latin1(join(app, "public"), name, make);
    const error = await copied(app).catch((error: unknown) => error as UserError);
    expect(error).toBeInstanceOf(UserError);
    const { message, fix } = error as UserError;
    expect(message).toBe(`The name of \`${shown}\` is not UTF-8.`);
    if (glob === "") return;
    expect(fix).toContain(`\`exclude: ${glob}\``);
    // What the error offers works.
    const { to, leftOut } = await copied(app, { exclude: [glob] });
    expect(readdirSync(join(to, "public"))).toEqual(["kept"]);
    expect(leftOut).toMatchObject([{ kind: "named in `exclude`", files: 1 }]);
  });

  test("unless it lies in what is left out", async () => {
    const app = tree({ "config.ru": "run", "spec/a": "x" });
    latin1(join(app, "spec"), "\xe9", file);
    const { leftOut } = await copied(app);
    expect(leftOut).toMatchObject([{ path: "spec", kind: "spec/" }]);
    expect((await copied(app, { include: ["spec/a"] })).leftOut).toMatchObject([
      { path: "spec", files: 0 },
      { kind: "spec/" },
    ]);
  });

  test("of what a link points at", async () => {
    const app = tree({ "config.ru": "run" });
    symlinkSync(Buffer.from("caf\xe9", "latin1"), join(app, "link"));
    await expect(copied(app)).rejects.toThrow(/The link `link` points at `caf\\xE9`, which is not/);
  });

  test("that the build made, before it is packed", async () => {
    const backing = tree({ "app/public/a": "x" });
    latin1(join(backing, "app/public"), "caf\xe9.txt", file);
    await expect(packed(backing)).rejects.toMatchObject({
      message: "The name of `app/public/caf\\xE9.txt` is not UTF-8.",
      fix: expect.stringContaining("`build-command` remove it"),
    });
    const links = tree({ "app/a": "x" });
    symlinkSync(Buffer.from("\xe9", "latin1"), join(links, "app/link"));
    await expect(packed(links)).rejects.toThrow("which is not UTF-8");
  });
});

describe("what is neither file, folder nor link", () => {
  const servers: { close(): void }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  const pipe = (path: string) => void execFileSync("mkfifo", [path]);
  const socket = async (path: string) => {
    const server = createServer();
    servers.push(server);
    await new Promise<void>((done) => void server.listen(path, done));
  };

  test.each<[string, (path: string) => unknown]>([
    ["a pipe", pipe],
    ["a socket", socket],
  ])("%s is left out, counted, and waited for by nobody", async (_, make) => {
    const app = tree({ "config.ru": "run" });
    await make(join(app, "x"));
    const { to, leftOut } = await copied(app);
    expect(readdirSync(to)).toEqual(["config.ru"]);
    expect(leftOut).toMatchObject([{ path: "x", kind: "sockets, pipes and devices", files: 1 }]);
  });

  test.each([".megamodeignore", "ca.pem"])("a pipe named %s is read by nobody", async (name) => {
    const app = tree({ "config.ru": "run" });
    pipe(join(app, name));
    expect((await copied(app)).leftOut).toMatchObject([{ path: name, files: 1 }]);
  });
});

describe("what this user may not read", () => {
  // root may read everything.
  const asOrdinaryUser = async <T>(step: () => Promise<T>): Promise<T> => {
    if (process.getuid?.() !== 0) return step();
    process.seteuid?.(65_534);
    try {
      return await step();
    } finally {
      process.seteuid?.(0);
    }
  };
  const open = (path: string) => {
    for (const folder of [path, join(path, "..")]) chmodSync(folder, 0o777);
    return path;
  };

  test.each([
    ["a file", "config/x.yml", "config/x.yml"],
    ["a folder", "config/x.yml", "config"],
  ])("%s is named in an error that says what to do", async (_, path, hidden) => {
    const app = open(tree({ "config.ru": "run", [path]: "x" }));
    chmodSync(join(app, hidden), 0);
    const backing = open(tree());
    const globs = { include: [], exclude: [] };
    const copy = asOrdinaryUser(() => copyApp(app, join(backing, "app"), globs));
    await expect(copy).rejects.toThrow(`\`${hidden}\` cannot be read`);
    await expect(copy).rejects.toMatchObject({
      fix: expect.stringContaining(`exclude: ${hidden}`),
    });
  });

  test("matters to nobody in a folder that is left out", async () => {
    const app = open(tree({ "config.ru": "run", "tmp/db/x": "x", "tmp/a": "x" }));
    chmodSync(join(app, "tmp/db"), 0);
    for (const include of [[], ["tmp/a"], ["**/*.css"]]) {
      const to = join(open(tree()), "app");
      const { leftOut } = await asOrdinaryUser(() => copyApp(app, to, { include, exclude: [] }));
      expect(leftOut).toContainEqual(expect.objectContaining({ kind: "tmp/" }));
    }
  });
});

describe("links", () => {
  test("that lead round and round are copied as they are", async () => {
    const app = tree({ "config.ru": "run" });
    symlinkSync("b", join(app, "a"));
    symlinkSync("a", join(app, "b"));
    symlinkSync(".", join(app, "self"));
    const { to } = await copied(app);
    expect(["a", "b", "self"].map((name) => readlinkSync(join(to, name)))).toEqual(["b", "a", "."]);
    await expect(packed(join(to, ".."))).resolves.toMatchObject({ unpackedBytes: 3 });
  });

  test("to a certificate by way of themselves are left out", async () => {
    const app = tree({ "config.ru": "run" });
    symlinkSync("loop.pem", join(app, "loop.pem"));
    expect((await copied(app)).leftOut).toMatchObject([{ path: "loop.pem" }]);
  });
});

test("folders that are empty are packed as they are", async () => {
  const app = tree({ "config.ru": "run" });
  mkdirSync(join(app, "public/uploads"), { recursive: true });
  const { to } = await copied(app);
  const into = tree();
  await unpackArchive(await packed(join(to, "..")), into);
  expect(readdirSync(join(into, "app/public"))).toEqual(["uploads"]);
});

describe("what is left out", () => {
  const app = tree({
    "config.ru": "run",
    "spec/a_spec.rb": "12345",
    "spec/deep/b_spec.rb": "12345",
    ".env": "A=1",
    "engines/a/.ENV.local": "A=1",
    "config/master.key": "x",
    "config/key.pem": KEY,
    ".aws/config": "x",
    "db/x.sqlite3": "x",
    "docs/a.md": "x",
    "big/a": "x",
    ".megamodeignore": "/docs/\n",
  });
  const kinds = ({ leftOut }: Copied) =>
    Object.fromEntries(
      leftOut.filter(({ files }) => files > 0).map(({ path, kind }) => [path, kind]),
    );

  test("is told by path and kind, with its files and bytes", async () => {
    const told = await copied(app, { exclude: ["big"] });
    expect(kinds(told)).toEqual({
      spec: "spec/",
      ".env": ".env files",
      "engines/a/.ENV.local": ".env files",
      "config/master.key": "private keys",
      "config/key.pem": "possible keys",
      ".aws": "credentials",
      "db/x.sqlite3": "databases",
      docs: "named in `.megamodeignore`",
      big: "named in `exclude`",
    });
    expect(told.leftOut.find(({ path }) => path === "spec")).toEqual({
      ...{ path: "spec", from: join(app, "spec"), kind: "spec/" },
      ...{ files: 2, bytes: 10 },
    });
  });

  test("is what `include` does not name", async () => {
    const told = await copied(app, { include: ["spec/deep/**", ".env", "config/*.key", "db/**"] });
    expect(kinds(told)).toEqual({
      "spec/a_spec.rb": "spec/",
      "engines/a/.ENV.local": ".env files",
      "config/key.pem": "possible keys",
      ".aws": "credentials",
      docs: "named in `.megamodeignore`",
    });
  });
});

describe("pointers of Git LFS", () => {
  const pointer = (more = "") =>
    `version https://git-lfs.github.com/spec/v1\n${more}oid sha256:${"0".repeat(64)}\nsize 12345\n`;
  test("are told, of what is copied", async () => {
    const app = tree({
      "public/logo.png": pointer(),
      "public/extended.png": pointer("ext-0-foo sha256:0\n"),
      "spec/fixture.png": pointer(),
      "docs/about-lfs.md": pointer().padEnd(1024, "x"),
      "old.txt": pointer().replace("/v1", "/v2"),
      "public/real.png": "PNG",
      "lib/a.rb": `# ${pointer()}`,
    });
    expect((await copied(app)).pointers.toSorted()).toEqual([
      "public/extended.png",
      "public/logo.png",
    ]);
  });
});
