import fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ArchiveName, ArchiveRef } from "../../../contract/manifest.ts";
import { discardOthers, loadedFiles, Marker } from "../../../runtime/src/loader/marker.ts";

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), "mm-marker-"));
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const ref = (name: ArchiveName, ...digests: string[]): ArchiveRef => ({
  name,
  prefix: "app/archives/",
  pieces: digests.map((sha256) => ({ sha256, bytes: 1, tarBytes: 1 })),
  bytes: 1,
  unpackedBytes: 1,
});
const app = ref("app", "aa", "bb");
const write = (path: string) => {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), "");
};
const tree = () => (fs.readdirSync(root, { recursive: true }) as string[]).sort();

describe("a marker", () => {
  test("names an archive's files once it is finished", () => {
    const marker = new Marker(root, app);
    marker.add(["app/a", "app/é\n"]);
    marker.add(["app/b"]);
    expect(loadedFiles(root, app)).toBeUndefined();
    marker.finish();
    expect(loadedFiles(root, app)).toEqual(["app/a", "app/é\n", "app/b"]);
  });

  test("is of one archive only", () => {
    new Marker(root, app).finish();
    new Marker(root, ref("gems", "cc")).finish();
    expect(loadedFiles(root, app)).toEqual([]);
    expect(loadedFiles(root, ref("app", "aa"))).toBeUndefined();
    expect(loadedFiles(root, ref("ruby", "aa", "bb"))).toBeUndefined();
  });

  test("that is left unfinished is written from the start", () => {
    new Marker(root, app).add(["app/stray"]);
    new Marker(root, app).finish();
    expect(loadedFiles(root, app)).toEqual([]);
  });

  test("that cannot be read is an error", () => {
    fs.mkdirSync(join(root, ".loaded/app"), { recursive: true });
    expect(() => loadedFiles(root, app)).toThrow(/EISDIR/);
  });
});

describe("discarding", () => {
  test("removes files and links that no complete archive brought, and empty folders", () => {
    for (const path of ["bin/ruby", "bin/stray", "app/a/b/stray", "top"]) write(path);
    fs.mkdirSync(join(root, "empty/inner"), { recursive: true });
    fs.symlinkSync("bin/ruby", join(root, "link"));
    discardOthers(root, new Map([["ruby", ["bin/ruby"]]]));
    expect(tree()).toEqual(["bin", "bin/ruby"]);
  });

  test("removes markers of archives that are not complete", () => {
    for (const path of [".loaded/ruby", ".loaded/app", ".loaded/app.new"]) write(path);
    discardOthers(root, new Map([["ruby", []]]));
    expect(tree()).toEqual([".loaded", ".loaded/ruby"]);
  });

  test("leaves alone what the proxy itself writes", () => {
    for (const path of [".later/a", "run/server.sock", "home/b"]) write(path);
    const before = tree();
    discardOthers(root, new Map());
    expect(tree()).toEqual(before);
  });

  test("of a root that cannot be read is an error", () => {
    write("file");
    expect(() => discardOthers(join(root, "file"), new Map())).toThrow(/ENOTDIR/);
  });
});
