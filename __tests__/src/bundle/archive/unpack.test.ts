import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { packArchive } from "../../../../src/bundle/archive/pack.ts";
import { unpackArchive } from "../../../../src/bundle/archive/unpack.ts";
import { readTree, tree } from "../../../tree.ts";

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

const pack = (backing: string, directory = "app") =>
  packArchive({
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

  test("does not write over what is there", async () => {
    const into = app();
    await expect(unpackArchive(await pack(app()), into)).rejects.toThrow("EEXIST");
  });

  test("whose piece is damaged is an error", async () => {
    const packed = await pack(app());
    writeFileSync(join(packed.folder, packed.pieces[0]!.sha256), "damaged");
    await expect(unpackArchive(packed, tree())).rejects.toThrow();
  });
});
