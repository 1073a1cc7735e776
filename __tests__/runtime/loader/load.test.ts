import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ArchiveName, ArchiveRef } from "../../../contract/manifest.ts";
import type { S3Location } from "../../../runtime/src/config.ts";
import { loadBundle, type OpenSource } from "../../../runtime/src/loader/load.ts";
import { LoadError } from "../../../runtime/src/loader/load-error.ts";
import { type Entry, tar } from "./archives.ts";

let folder: string;
let root: string;
let parts: Map<string, Buffer>;
let fetched: string[];
/** Each archive that was told to be whole, with the files that were there. */
let whole: [ArchiveName, string[]][];
let open: { pieces: number; closed: boolean; released: number };

beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "mm-load-"));
  root = join(folder, "a/mm");
  parts = new Map();
  fetched = [];
  whole = [];
  open = { pieces: 0, closed: false, released: 0 };
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** An archive whose parts the source has. */
async function archive(
  name: ArchiveName,
  entries: readonly Entry[],
  partBytes = 1e9,
): Promise<ArchiveRef> {
  const bytes = await tar(entries);
  const pieces = [];
  for (let at = 0; at < bytes.length; at += partBytes) {
    const part = bytes.subarray(at, at + partBytes);
    const sha256: string = `${name} ${pieces.length} ${entries[0]?.content}`;
    parts.set(sha256, part);
    pieces.push({ sha256, bytes: 1, tarBytes: part.length });
  }
  return { name, prefix: "", pieces, bytes: pieces.length, unpackedBytes: 1e6 };
}

/** Gives parts from memory, without a network or compression. */
const source: OpenSource = (pieces) => {
  open.pieces = pieces.length;
  return {
    fetchedAt: performance.now(),
    async fetch(_ref, { sha256 }) {
      fetched.push(sha256);
      const part = parts.get(sha256);
      if (!part) throw new LoadError(`NoSuchKey ${sha256}`);
      return { buffers: [part], release: () => (open.released += 1) };
    },
    close() {
      open.closed = true;
    },
  };
};
const load = (...archives: ArchiveRef[]) =>
  loadBundle(archives, {} as S3Location, root, (name) => whole.push([name, files()]), source);
const read = (path: string) => fs.readFileSync(join(root, path), "utf8");
const files = () =>
  (fs.readdirSync(root, { recursive: true, withFileTypes: true }) as fs.Dirent[])
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

describe("loading a bundle", () => {
  test("brings the files of all archives, which may share folders", async () => {
    const loaded = await load(
      await archive("ruby", [{ name: "bin/ruby", content: "r" }]),
      await archive("gems", [{ name: "bin/rake", content: "g" }]),
    );
    expect(files()).toEqual([".loaded/gems", ".loaded/ruby", "bin/rake", "bin/ruby"]);
    expect(read("bin/rake")).toBe("g");
    expect(loaded).toEqual({
      fetchMs: expect.any(Number),
      unpackMs: expect.any(Number),
      reused: [],
    });
  });

  test("takes parts that are cut anywhere, and gives their memory back", async () => {
    const ref = await archive("app", [{ name: "app/a", content: "abc".repeat(500) }], 333);
    await load(ref);
    expect(read("app/a")).toBe("abc".repeat(500));
    expect(open).toEqual({
      pieces: ref.pieces.length,
      closed: true,
      released: ref.pieces.length,
    });
  });

  test("tells each archive when it is whole and marked, before the next one", async () => {
    await load(
      await archive("ruby", [{ name: "bin/ruby" }]),
      await archive("gems", [{ name: "gems/a" }]),
    );
    expect(whole).toEqual([
      ["ruby", [".loaded/ruby", "bin/ruby"]],
      ["gems", [".loaded/gems", ".loaded/ruby", "bin/ruby", "gems/a"]],
    ]);
  });

  test("tells at once what an earlier runtime completed, after what it left half-written is gone", async () => {
    const ruby = await archive("ruby", [{ name: "bin/ruby" }]);
    const gems = await archive("gems", [{ name: "gems/a" }]);
    await load(ruby);
    const parts_ = new Map(parts);
    parts.delete(gems.pieces[0]!.sha256);
    whole = [];
    await expect(load(ruby, gems)).rejects.toThrow("NoSuchKey");
    expect(whole).toEqual([["ruby", [".loaded/ruby", "bin/ruby"]]]);
    parts = parts_;
    await load(ruby, gems);
    whole = [];
    await load(ruby, gems);
    expect(whole).toEqual([]);
  });

  test("of no archives is refused", async () => {
    await expect(load()).rejects.toThrow("the manifest names no archives: deploy again");
  });

  test("that is too large for the disk is refused before anything is fetched", async () => {
    const ref = await archive("app", [{ name: "app/a" }]);
    await expect(load({ ...ref, unpackedBytes: 1e18 })).rejects.toThrow(/\/tmp is full/);
    expect(fetched).toEqual([]);
  });

  test("that has more content than the manifest says is refused", async () => {
    const ref = await archive("app", [{ name: "app/a", content: "abc" }]);
    await expect(load({ ...ref, unpackedBytes: 2 })).rejects.toThrow(/exceeds the size/);
  });

  test("that ends early is refused", async () => {
    const ref = await archive("app", [{ name: "app/a", content: "abc" }], 600);
    const short = { ...ref, pieces: ref.pieces.slice(0, 1) };
    await expect(load(short)).rejects.toThrow(/ends early/);
    expect(files()).toEqual([".loaded/app.new", "app/a"]);
  });

  test("where one archive fails, stops the source", async () => {
    const app = await archive("app", [{ name: "app/a", content: "1" }]);
    parts.clear();
    await expect(load(app)).rejects.toThrow("NoSuchKey app 0 1");
    expect(open.closed).toBe(true);
  });
});

describe("a restarted runtime", () => {
  test("fetches nothing that is complete", async () => {
    const refs = [
      await archive("ruby", [{ name: "bin/ruby", content: "r" }]),
      await archive("app", [{ name: "app/a", content: "1" }]),
    ];
    await load(...refs);
    fetched = [];
    expect(await load(...refs)).toEqual({ fetchMs: 0, unpackMs: 0, reused: ["ruby", "app"] });
    expect(fetched).toEqual([]);
  });

  test("writes an archive from scratch that was left half-written", async () => {
    const ruby = await archive("ruby", [{ name: "bin/ruby", content: "r" }]);
    const app = await archive("app", [{ name: "app/a", content: "1" }]);
    await load(ruby);
    fs.mkdirSync(join(root, "app/stray"), { recursive: true });
    fs.writeFileSync(join(root, "app/a"), "half");
    fs.writeFileSync(join(root, "bin/stray"), "boom");
    fetched = [];
    expect((await load(ruby, app)).reused).toEqual(["ruby"]);
    expect(fetched).toEqual(["app 0 1"]);
    expect(read("app/a")).toBe("1");
    expect(files()).toEqual([".loaded/app", ".loaded/ruby", "app/a", "bin/ruby"]);
  });

  test("does not take another version's archive for its own", async () => {
    await load(await archive("app", [{ name: "app/old", content: "1" }]));
    const { reused } = await load(await archive("app", [{ name: "app/new", content: "2" }]));
    expect(reused).toEqual([]);
    expect(files()).toEqual([".loaded/app", "app/new"]);
  });
});
