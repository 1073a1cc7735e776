import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import {
  ifThere,
  listFiles,
  listNames,
  readIfThere,
  readTextIfThere,
  replaceFile,
} from "../../src/files.ts";
import { tree } from "../tree.ts";

const fails = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

describe("what is asked of a path", () => {
  test.each(["ENOENT", "ENOTDIR", "EISDIR", "ELOOP", "ENXIO"])(
    "is undefined after %s",
    async (code) => {
      expect(await ifThere(fails(code))).toBeUndefined();
    },
  );

  test("is thrown after any other error", async () => {
    await expect(ifThere(fails("EACCES"))).rejects.toThrow("EACCES");
    await expect(ifThere(Promise.reject(new Error("no code")))).rejects.toThrow("no code");
  });

  test("is what was found", async () => {
    expect(await ifThere(Promise.resolve(0))).toBe(0);
  });
});

describe("a file", () => {
  const dir = tree({ "a.txt": "\u00e9", "sub/b.txt": "" });

  test("is read as bytes or as text", async () => {
    expect(await readIfThere(join(dir, "a.txt"))).toEqual(Buffer.from("\u00e9"));
    expect(await readTextIfThere(join(dir, "a.txt"))).toBe("\u00e9");
    expect(await readTextIfThere(join(dir, "sub/b.txt"))).toBe("");
  });

  test("that is a pipe is empty: nobody waits for a writer", async () => {
    const pipe = join(tree(), "pipe");
    execFileSync("mkfifo", [pipe]);
    expect(await readTextIfThere(pipe)).toBe("");
    expect(await readIfThere(pipe)).toEqual(Buffer.alloc(0));
  });

  test.each(["none", "a.txt/none", "sub"])("is undefined where there is none: %s", async (name) => {
    expect(await readIfThere(join(dir, name))).toBeUndefined();
    expect(await readTextIfThere(join(dir, name))).toBeUndefined();
  });
});

describe("a folder", () => {
  const dir = tree({ "b.rb": "", "a.rb": "", "sub/deep/c.rb": "", "skip/d.rb": "" });
  mkdirSync(join(dir, "empty"));
  symlinkSync("a.rb", join(dir, "link.rb"));
  symlinkSync("sub", join(dir, "linked"));

  test("is listed by name, sorted", async () => {
    const names = ["a.rb", "b.rb", "empty", "link.rb", "linked", "skip", "sub"];
    expect(await listNames(dir)).toEqual(names);
  });

  test("is listed file by file, without links and without what is left out", async () => {
    const below = async (leaveOut?: (name: string) => boolean) =>
      (await listFiles(dir, leaveOut)).map((path) => path.slice(dir.length));
    expect(await below()).toEqual(["/a.rb", "/b.rb", "/skip/d.rb", "/sub/deep/c.rb"]);
    expect(await below((name) => name === "skip" || name === "c.rb")).toEqual(["/a.rb", "/b.rb"]);
  });

  test("that is not there has nothing in it", async () => {
    expect(await listNames(join(dir, "none"))).toEqual([]);
    expect(await listFiles(join(dir, "none"))).toEqual([]);
    expect(await listFiles(join(dir, "a.rb"))).toEqual([]);
  });
});

test("a file is replaced with its mode, and its hard links keep the old bytes", async () => {
  const dir = tree({ tool: "old" });
  const [tool, link] = [join(dir, "tool"), join(dir, "link")];
  chmodSync(tool, 0o751);
  linkSync(tool, link);
  await replaceFile(tool, "new");
  expect(readFileSync(tool, "utf8")).toBe("new");
  expect(readFileSync(link, "utf8")).toBe("old");
  expect(statSync(tool).mode & 0o777).toBe(0o751);
  expect(readdirSync(dir).sort()).toEqual(["link", "tool"]);
});
