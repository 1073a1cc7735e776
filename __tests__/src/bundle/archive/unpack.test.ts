import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { LINKED_BYTES } from "../../../../contract/entry-path.ts";
import type { Piece } from "../../../../contract/manifest.ts";
import { packArchive } from "../../../../src/bundle/archive/pack.ts";
import { unpackArchive } from "../../../../src/bundle/archive/unpack.ts";
import { HOSTILE } from "../../../hostile-entries.ts";
import { type Entry, packed, tar } from "../../../runtime/loader/archives.ts";
import { readTree, tree, writeTree } from "../../../tree.ts";

const FILES = {
  "app/config.ru": "run 1",
  "app/public/assets/a.css": "a",
  "app/bin/run": "#!/bin/sh\n",
};

function app(files: Readonly<Record<string, string>> = FILES): string {
  const dir = tree(files);
  mkdirSync(join(dir, "app/empty"), { recursive: true });
  symlinkSync("config.ru", join(dir, "app/link"));
  return dir;
}

const pack = (backing: string, directory = "app", more: { readonly once?: boolean } = {}) =>
  packArchive({
    ...more,
    name: "app",
    backing,
    directories: [directory],
    leaveOut: () => false,
    folder: join(tree(), "pieces"),
  });

describe("an archive", () => {
  test("is unpacked to what was packed, with modes and times", async () => {
    const dir = app();
    chmodSync(join(dir, "app/bin/run"), 0o700);
    const into = tree();
    await unpackArchive(await pack(dir), into);
    expect(readTree(into)).toEqual({ ...FILES, "app/empty/": "", "app/link": "-> config.ru" });
    const stat = (path: string) => statSync(join(into, path));
    expect(stat("app/bin/run").mode & 0o111).not.toBe(0);
    expect(stat("app/config.ru").mode & 0o111).toBe(0);
    expect(stat("app/config.ru").mtime.getFullYear()).toBe(2020);
  });

  test("is unpacked beside another that shares a folder with it", async () => {
    const into = tree();
    await unpackArchive(await pack(app()), into);
    await unpackArchive(await pack(tree({ "app/more/b.css": "b" })), into);
    expect(readTree(into)).toMatchObject({ "app/more/b.css": "b", "app/config.ru": "run 1" });
  });

  test("is unpacked where it holds a folder without those above", async () => {
    const into = tree();
    await unpackArchive(await pack(app(), "app/public/assets"), into);
    expect(readTree(into)).toEqual({ "app/public/assets/a.css": "a" });
  });

  test("that is packed once for equal files is unpacked to all of them", async () => {
    const content = "library ".repeat(LINKED_BYTES / 8);
    const files = {
      "gems/a/ext/a.so": content,
      "gems/a/lib/a.so": content,
      "gems/a/lib/a.rb": "small",
      "gems/b/lib/a.rb": "small",
      "gems/b/bin/a": content,
      [`gems/${"long/".repeat(40)}a.so`]: content,
    };
    const backing = tree(files);
    chmodSync(join(backing, "gems/b/bin/a"), 0o755);
    const whole = await pack(backing, "gems");
    const once = await pack(backing, "gems", { once: true });
    // A program and a file that is none are not equal.
    expect(whole.unpackedBytes - once.unpackedBytes).toBe(2 * LINKED_BYTES);
    expect(once.parts.map(({ bytes }) => bytes).reduce((sum, bytes) => sum + bytes)).toBe(
      once.unpackedBytes,
    );
    expect(once.held).toEqual(whole.held);
    const into = tree();
    await unpackArchive(once, into);
    expect(readTree(into)).toEqual(files);
    const inode = (path: string) => statSync(join(into, path)).ino;
    expect(inode("gems/a/lib/a.so")).toBe(inode("gems/a/ext/a.so"));
    expect(inode("gems/b/lib/a.rb")).not.toBe(inode("gems/a/lib/a.rb"));
    expect(statSync(join(into, "gems/b/bin/a")).mode & 0o777).toBe(0o755);
    // What was unpacked is packed to the same bytes.
    expect((await pack(into, "gems", { once: true })).pieces).toEqual(once.pieces);
  });

  test("does not write over what is there", async () => {
    const into = app();
    await expect(unpackArchive(await pack(app()), into)).rejects.toThrow(
      'refused the archive entry "app/bin/run": it appears twice',
    );
  });

  test("is not unpacked through a link that lies there", async () => {
    const [into, outside] = [tree(), tree()];
    symlinkSync(outside, join(into, "app"));
    await expect(unpackArchive(await pack(app()), into)).rejects.toThrow("is not a folder");
    expect(readTree(outside)).toEqual({});
  });
});

/** Writes an archive of these entries to this machine. */
async function foreign(entries: readonly Entry[], unpackedBytes = 1e6) {
  const { ref, objects } = packed("app", await tar(entries), { unpackedBytes });
  const folder = tree();
  for (const [key, bytes] of objects) {
    writeTree(folder, { [key.slice(ref.prefix.length, -".zst".length)]: bytes });
  }
  return { ...ref, folder };
}

describe("a hostile archive", () => {
  test.each(HOSTILE)("with %s is refused, nothing is written outside", async (_, entries) => {
    const folder = tree({ "mm/here": "" });
    await expect(unpackArchive(await foreign(entries), join(folder, "mm"))).rejects.toThrow(
      /^refused the archive entry/,
    );
    expect(Object.keys(readTree(folder)).every((path) => path.startsWith("mm/"))).toBe(true);
  });

  test("gives no file another user's or group's rights", async () => {
    const into = tree();
    await unpackArchive(await foreign([{ name: "bin/sh", mode: 0o7777, content: "x" }]), into);
    expect(statSync(join(into, "bin/sh")).mode & 0o7000).toBe(0);
  });

  test("has no more bytes than its reference says", async () => {
    const entries = [
      { name: "app/a", content: "abc" },
      { name: "app/b", content: "de" },
    ];
    await unpackArchive(await foreign(entries, 5), tree());
    await expect(unpackArchive(await foreign(entries, 4), tree())).rejects.toThrow(
      'refused the archive entry "app/b": it exceeds the size that the manifest names',
    );
  });
});

describe("a piece is checked while it is read", () => {
  const piece = "app/config.ru";
  test.each<[string, (was: Buffer, of: Piece) => readonly [Buffer, Partial<Piece>]]>([
    ["another content", (was) => [Buffer.concat([was.subarray(0, -1), Buffer.from("x")]), {}]],
    ["more bytes", (was) => [Buffer.concat([was, Buffer.from("x")]), {}]],
    ["no bytes", () => [Buffer.alloc(0), {}]],
    ["another size", (was, of) => [was, { bytes: of.bytes - 1 }]],
    ["a larger tar", (was, of) => [was, { tarBytes: of.tarBytes - 512 }]],
    ["a smaller tar", (was, of) => [was, { tarBytes: of.tarBytes + 512 }]],
    ["a name that is no digest", (was) => [was, { sha256: "../pieces" }]],
  ])("%s: nothing of it is unpacked", async (_, change) => {
    const of = await pack(app({ [piece]: "run 1" }));
    const [only] = of.pieces;
    const file = join(of.folder, only!.sha256);
    const [bytes, other] = change(readFileSync(file), only!);
    writeFileSync(file, bytes);
    const into = tree();
    const pieces = [{ ...only!, ...other }];
    await expect(unpackArchive({ ...of, pieces }, into)).rejects.toThrow(/piece .* is damaged/);
    expect(readTree(into)).toEqual({});
  });

  test("a link in its place is not followed", async () => {
    const of = await pack(app());
    const file = join(of.folder, of.pieces[0]!.sha256);
    renameSync(file, `${file}.real`);
    symlinkSync(`${file}.real`, file);
    await expect(unpackArchive(of, tree())).rejects.toThrow("ELOOP");
  });
});
