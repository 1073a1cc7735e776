import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { LINKED_BYTES } from "../../../../contract/entry-path.ts";
import { FileSink } from "../../../../runtime/src/loader/archive/file-sink.ts";
import { TarReader } from "../../../../runtime/src/loader/archive/tar.ts";
import { HOSTILE } from "../../../hostile-entries.ts";
import { type Entry, tar } from "../archives.ts";

let folder: string;
let root: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "mm-sink-"));
  root = join(folder, "mm");
  fs.mkdirSync(root);
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** @returns what was written */
async function unpack(entries: readonly Entry[], maxBytes = 1e6): Promise<readonly string[]> {
  const sink = new FileSink(root, maxBytes);
  const reader = new TarReader(sink);
  try {
    reader.push(await tar(entries));
    reader.close();
  } finally {
    sink.close();
  }
  return sink.takeWritten();
}
const read = (path: string) => fs.readFileSync(join(root, path), "utf8");
const stat = (path: string) => fs.lstatSync(join(root, path));

describe("files", () => {
  test("have their content, mode and time", async () => {
    await unpack([
      { name: "app/bin/rails", mode: 0o755, content: "#!ruby" },
      { name: "app/shared", mode: 0o666, content: "x" },
      { name: "app/empty" },
    ]);
    expect(read("app/bin/rails")).toBe("#!ruby");
    expect(stat("app/bin/rails").mode & 0o777).toBe(0o755);
    expect(stat("app/shared").mode & 0o777).toBe(0o666);
    expect(stat("app/empty").size).toBe(0);
    expect(stat("app/shared").mtimeMs).toBe(1e12);
    expect(stat("app/empty").mtimeMs).toBe(1e12);
  });

  test("may come with their folders or without", async () => {
    await unpack([
      { name: "./", type: "directory" },
      { name: "a/", type: "directory" },
      { name: "a/b/", type: "directory" },
      { name: "a/b/", type: "directory" },
      { name: "a/b/c/file" },
    ]);
    expect(stat("a/b/c/file").isFile()).toBe(true);
    expect(stat("a/b").mode & 0o777).toBe(0o755);
  });

  test("may lie in folders that are there already", async () => {
    fs.mkdirSync(join(root, "app"));
    await unpack([{ name: "app/a", content: "1" }]);
    expect(read("app/a")).toBe("1");
  });

  test("may have as many bytes together as the manifest says, and no more", async () => {
    const entries = [
      { name: "app/a", content: "abc" },
      { name: "app/b", content: "de" },
    ];
    await unpack(entries, 5);
    fs.rmSync(join(root, "app"), { recursive: true });
    await expect(unpack(entries, 4)).rejects.toThrow(
      'refused the archive entry "app/b": it exceeds the size that the manifest names',
    );
  });

  test("are told once, links included and folders not", async () => {
    const sink = new FileSink(root, 100);
    const reader = new TarReader(sink);
    reader.push(
      await tar([
        { name: "app/", type: "directory" },
        { name: "./app//a" },
        { name: "app/link", type: "symlink", linkname: "a" },
      ]),
    );
    expect(sink.takeWritten()).toEqual(["app/a", "app/link"]);
    expect(sink.takeWritten()).toEqual([]);
  });

  test("that the disk refuses are its own error", async () => {
    await expect(unpack([{ name: `app/${"n".repeat(300)}` }])).rejects.toMatchObject({
      code: "ENAMETOOLONG",
    });
    await expect(unpack([{ name: `${"n".repeat(300)}/a` }])).rejects.toMatchObject({
      code: "ENAMETOOLONG",
    });
  });
});

describe("links", () => {
  test("lead where they lead, with their time", async () => {
    await unpack([
      { name: "app/link", type: "symlink", linkname: "../bin/x", mtime: new Date(1e12) },
      { name: "app/files", type: "symlink", linkname: "/mnt/data/files" },
    ]);
    expect(fs.readlinkSync(join(root, "app/link"))).toBe("../bin/x");
    expect(fs.readlinkSync(join(root, "app/files"))).toBe("/mnt/data/files");
    expect(stat("app/link").mtimeMs).toBe(1e12);
  });
});

test("a hard link makes a second name of a large file before it, which takes no room", async () => {
  const content = Buffer.alloc(LINKED_BYTES, "library");
  const entries: Entry[] = [
    { name: "./gems//a/lib/a.so", content, mode: 0o755 },
    { name: "gems/a/ext/a.so", type: "link", linkname: "gems/a/lib/a.so" },
  ];
  expect(await unpack(entries, LINKED_BYTES)).toEqual(["gems/a/lib/a.so", "gems/a/ext/a.so"]);
  expect(fs.readFileSync(join(root, "gems/a/ext/a.so")).equals(content)).toBe(true);
  expect(stat("gems/a/ext/a.so")).toMatchObject({ ino: stat("gems/a/lib/a.so").ino, nlink: 2 });
  expect(stat("gems/a/ext/a.so").mtimeMs).toBe(1e12);
});

test("a hard link leads to no file that another archive brought", async () => {
  await unpack([{ name: "gems/a.so", content: Buffer.alloc(LINKED_BYTES) }]);
  await expect(
    unpack([{ name: "gems/b.so", type: "link", linkname: "gems/a.so" }]),
  ).rejects.toThrow("it is a hard link to gems/a.so, which is no large file before it");
});

describe("a hostile archive", () => {
  test.each(HOSTILE)(
    "with %s is refused, and nothing is written outside the root",
    async (...row) => {
      await expect(unpack(row[1])).rejects.toThrow(/refused the archive entry/);
      expect(fs.readdirSync(folder)).toEqual(["mm"]);
    },
  );
});
