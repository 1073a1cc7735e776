import { readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { listFiles } from "../../../src/files.ts";
import { copyTree } from "../../../src/ruby/copy-tree.ts";
import { tree, writeTree } from "../../tree.ts";

const scratch = tree();
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
    writeTree(from, { "a/b/c.rb": "1", "d.rb": "2" });
    expect(await copyTree(from, to)).toBe(true);
    expect(await names()).toEqual(["a/b/c.rb", "d.rb"]);
    expect(readFileSync(join(to, "a/b/c.rb"), "utf8")).toBe("1");
    expect(mode(join(to, "a"))).toBe(0o755);
  });

  test("is copied without what is left out", async () => {
    writeTree(from, { "a.rb": "", "doc/a": "", "lib/doc/a": "", "lib/b": "" });
    expect(await copyTree(from, to, (path) => path.endsWith("/doc"))).toBe(true);
    expect(await names()).toEqual(["a.rb", "lib/b"]);
    expect(await copyTree(from, `${to}-2`, () => true)).toBe(false);
    expect(await listFiles(`${to}-2`)).toEqual([]);
  });

  test("is copied with what its links point at, but not into itself", async () => {
    writeTree(from, { "lib/a.rb": "1" });
    writeTree(join(scratch, "outside"), { "x/y.rb": "2" });
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
    writeTree(from, { "a.rb": "1" });
    expect(await copyTree(join(from, "a.rb"), join(to, "b.rb"))).toBe(true);
    expect(readFileSync(join(to, "b.rb"), "utf8")).toBe("1");
  });

  test("that is there already stays as it is", async () => {
    writeTree(from, { "a.rb": "new", "b.rb": "new" });
    writeTree(to, { "a.rb": "old" });
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
    writeTree(from, { a: "" }, before);
    await copyTree(from, to);
    expect(mode(join(to, "a"))).toBe(after);
  });

  test("is not copied into what is no folder", async () => {
    writeTree(from, { "a/b": "" });
    writeTree(to, { a: "a file" });
    await expect(copyTree(join(from, "a/b"), join(to, "a/b"))).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
});

test("nothing is copied, and no folder made, where there is nothing", async () => {
  expect(await copyTree(from, to)).toBe(false);
  expect(() => statSync(join(to, ".."))).toThrow(/ENOENT/);
});
