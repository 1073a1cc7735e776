import { readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { listFiles } from "../../../src/files.ts";
import { copyTree } from "../../../src/ruby/copy-tree.ts";
import { scratchFolder, writeFiles } from "./scratch.ts";

const scratch = scratchFolder();
let from = "";
let to = "";
let count = 0;
beforeEach(() => {
  count += 1;
  from = join(scratch, `${count}/from`);
  to = join(scratch, `${count}/deep/er/to`);
});

const names = async () => (await listFiles(to)).map((file) => file.slice(to.length + 1));
const mode = (file: string) => statSync(file).mode & 0o777;

describe("a folder", () => {
  test("is copied with all that is in it, into a new place", async () => {
    writeFiles(from, { "a/b/c.rb": "1", "d.rb": "2" });
    expect(await copyTree(from, to)).toBe(true);
    expect(await names()).toEqual(["a/b/c.rb", "d.rb"]);
    expect(readFileSync(join(to, "a/b/c.rb"), "utf8")).toBe("1");
    expect(mode(join(to, "a"))).toBe(0o755);
  });

  test("is copied without what is left out", async () => {
    writeFiles(from, { "a.rb": "", "doc/a": "", "lib/doc/a": "", "lib/b": "" });
    expect(await copyTree(from, to, (path) => path.endsWith("/doc"))).toBe(true);
    expect(await names()).toEqual(["a.rb", "lib/b"]);
    expect(await copyTree(from, `${to}-2`, () => true)).toBe(false);
    expect(await listFiles(`${to}-2`)).toEqual([]);
  });

  test("is copied with what its links point at, but not into itself", async () => {
    writeFiles(from, { "lib/a.rb": "1" });
    writeFiles(join(scratch, "outside"), { "x/y.rb": "2" });
    symlinkSync(join(scratch, "outside/x"), join(from, "linked"));
    symlinkSync("lib/a.rb", join(from, "b.rb"));
    symlinkSync("..", join(from, "lib/up"));
    symlinkSync("nowhere", join(from, "dangling"));
    expect(await copyTree(from, to)).toBe(true);
    expect(await names()).toEqual(["b.rb", "lib/a.rb", "linked/y.rb"]);
  });
});

describe("a file", () => {
  test("is copied into folders that are not there yet", async () => {
    writeFiles(from, { "a.rb": "1" });
    expect(await copyTree(join(from, "a.rb"), join(to, "b.rb"))).toBe(true);
    expect(readFileSync(join(to, "b.rb"), "utf8")).toBe("1");
  });

  test("that is there already stays as it is", async () => {
    writeFiles(from, { "a.rb": "new", "b.rb": "new" });
    writeFiles(to, { "a.rb": "old" });
    expect(await copyTree(from, to)).toBe(true);
    expect(await copyTree(join(from, "a.rb"), join(to, "a.rb"))).toBe(true);
    expect(readFileSync(join(to, "a.rb"), "utf8")).toBe("old");
    expect(readFileSync(join(to, "b.rb"), "utf8")).toBe("new");
  });

  test.each([
    [0o600, 0o644],
    [0o664, 0o644],
    [0o744, 0o755],
    [0o511, 0o755],
    [0o755, 0o755],
  ])("of mode %i gets mode %i", async (before, after) => {
    writeFiles(from, { a: "" }, before);
    await copyTree(from, to);
    expect(mode(join(to, "a"))).toBe(after);
  });

  test("is not copied into what is no folder", async () => {
    writeFiles(from, { "a/b": "" });
    writeFiles(to, { a: "a file" });
    await expect(copyTree(join(from, "a/b"), join(to, "a/b"))).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
});

test("nothing is copied, and no folder made, where there is nothing", async () => {
  expect(await copyTree(from, to)).toBe(false);
  expect(() => statSync(join(to, ".."))).toThrow(/ENOENT/);
});
