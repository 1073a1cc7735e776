import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { type ArchiveName, pieceKey } from "../../../contract/manifest.ts";
import type { BuiltArchive } from "../../../src/bundle/built.ts";
import { sha256Hex } from "../../../src/digest.ts";
import { uploadMissing } from "../../../src/release/upload-missing.ts";
import { fakeBundleStore, storeWith } from "../../fakes/cloud/bundle-store.ts";
import { emptyState } from "../../fakes/cloud/state.ts";
import { tree } from "../../tree.ts";

let folder: string;
beforeEach(() => {
  folder = tree();
});

async function archive(name: ArchiveName, contents: readonly string[]): Promise<BuiltArchive> {
  const pieces = contents.map((content) => ({
    sha256: sha256Hex(content),
    bytes: content.length,
    tarBytes: content.length,
  }));
  for (const content of contents) await writeFile(join(folder, sha256Hex(content)), content);
  const bytes = contents.join("").length;
  const ref = { name, prefix: "shop/archives/", pieces, bytes, unpackedBytes: bytes };
  return { ref, folder, parts: [] };
}

describe("uploading", () => {
  test("brings what the bucket lacks, and nothing twice", async () => {
    const state = emptyState();
    const store = fakeBundleStore(state);
    const many = Array.from({ length: 20 }, (_, at) => `piece ${at + 10}`);
    const ruby = await archive("ruby", many);
    const gems = await archive("gems", ["gems"]);
    const lines: string[] = [];
    await store.ensureBucket("bundles", () => {});
    const upload = () => uploadMissing(store, "bundles", [ruby, gems], (line) => lines.push(line));

    expect(await upload()).toEqual([
      { ref: ruby.ref, bytes: 160 },
      { ref: gems.ref, bytes: 4 },
    ]);
    expect([...state.buckets.keys()]).toEqual(["bundles"]);
    for (const piece of ruby.ref.pieces) {
      expect(await store.has("bundles", pieceKey(ruby.ref, piece))).toBe(true);
    }

    store.upload = async () => {
      throw new Error("All is there.");
    };
    expect(await upload()).toEqual([]);
    expect(lines).toEqual([
      "ruby: 160 B of 160 B uploaded",
      "gems: 4 B of 4 B uploaded",
      "ruby: 160 B, unchanged",
      "gems: 4 B, unchanged",
    ]);
  });

  test("brings a piece once that an archive has several times, or that another has too", async () => {
    const { store } = storeWith("bundles");
    const keys: string[] = [];
    const { has, upload } = store;
    store.has = async (bucket, key) => {
      keys.push(key);
      return has(bucket, key);
    };
    store.upload = async (bucket, key, ...more) => {
      keys.push(key);
      return upload(bucket, key, ...more);
    };
    const app = await archive("app", ["same", "other", "same"]);
    const key = pieceKey(app.ref, app.ref.pieces[0]!);
    const gems = await archive("gems", ["same"]);
    expect(await uploadMissing(store, "bundles", [app, gems], () => {})).toEqual([
      { ref: app.ref, bytes: 9 },
    ]);
    expect(keys.filter((one) => one === key)).toHaveLength(2);
  });

  test("counts the new pieces of an archive only", async () => {
    const { store } = storeWith("bundles");
    await uploadMissing(store, "bundles", [await archive("app", ["old piece"])], () => {});
    const app = await archive("app", ["old piece", "new"]);
    const lines: string[] = [];
    expect(await uploadMissing(store, "bundles", [app], (line) => lines.push(line))).toEqual([
      { ref: app.ref, bytes: 3 },
    ]);
    expect(lines).toEqual(["app: 3 B of 12 B uploaded"]);
  });

  test("fails where one piece cannot be uploaded", async () => {
    const { store } = storeWith("bundles");
    const app = await archive("app", ["a", "b"]);
    await rm(join(folder, sha256Hex("b")));
    await expect(uploadMissing(store, "bundles", [app], () => {})).rejects.toThrow("ENOENT");
  });
});
