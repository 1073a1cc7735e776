import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { pieceKey } from "../../../../contract/manifest.ts";
import { packArchive } from "../../../../src/bundle/archive/pack.ts";
import { tarOf } from "../../../../src/bundle/archive/tar-of.ts";
import { archiveRef } from "../../../../src/bundle/manifest.ts";
import { collectAssets } from "../../../../src/release/earlier-assets/collect.ts";
import { storeWith } from "../../../fakes/cloud/bundle-store.ts";
import { HOSTILE } from "../../../hostile-entries.ts";
import { packed, tar } from "../../../runtime/loader/archives.ts";
import { readTree, tree } from "../../../tree.ts";

/** Packs the app archive of a live release and puts it into a bucket. */
async function liveRelease(files: Readonly<Record<string, string>>) {
  const packed = await packArchive({
    name: "app",
    backing: tree(files),
    directories: ["app"],
    leaveOut: () => false,
    folder: tree(),
  });
  const from = archiveRef("shop", "protected", packed);
  const { store, objects } = storeWith("bucket");
  for (const piece of from.pieces) {
    const { sha256 } = piece;
    const file = join(packed.folder, sha256);
    await store.upload("bucket", pieceKey(from, piece), file, sha256);
  }
  return { from, store, objects };
}

const files = {
  "app/public/assets/old-1.css": "body {}",
  "app/public/assets/other-2.css": "p {}",
  "app/config/secret": "no asset",
};
const paths = ["app/public/assets/old-1.css", "app/public/assets/never-packed.css"];

describe("collecting", () => {
  test("packs what is asked for and there, the same bytes each time", async () => {
    const { from, store } = await liveRelease(files);
    const collect = () =>
      collectAssets(store, "bucket", { app: "shop", trust: "protected", from, paths }, tree());
    const one = await collect();
    if (typeof one === "string") throw new Error(one);
    expect(one.ref).toMatchObject({
      name: "assets",
      prefix: "shop/archives/protected/assets/",
      unpackedBytes: 7,
    });
    expect(one.parts).toEqual([{ kind: "app", name: "public/", bytes: 7 }]);
    let text = "";
    for await (const part of tarOf(one.folder, one.ref.pieces)) text += part.toString("latin1");
    expect(text).toContain("old-1.css");
    expect(text).not.toMatch(/other-2|secret/);
    expect(await collect()).toMatchObject({ ref: one.ref });
  });

  test("says that the live release's archive is gone", async () => {
    const { from, store, objects } = await liveRelease(files);
    const [key = ""] = objects.keys();
    objects.clear();
    expect(
      await collectAssets(
        store,
        "bucket",
        { app: "shop", trust: "protected", from, paths },
        tree(),
      ),
    ).toBe(`${key} is gone, or has another size`);
  });

  test("says that the live release's archive is damaged", async () => {
    const { from, store, objects } = await liveRelease(files);
    const [key = ""] = objects.keys();
    objects.set(key, Buffer.from(objects.get(key)!).fill("x", 8));
    expect(
      await collectAssets(
        store,
        "bucket",
        { app: "shop", trust: "protected", from, paths },
        tree(),
      ),
    ).toEqual(expect.stringMatching(/^shop\/archives\/protected\/app\/\w+\.zst is damaged$/));
  });

  test("takes a piece once that the archive has twice", async () => {
    const zeros = "\0".repeat(20_000_000);
    const { from, store } = await liveRelease({ ...files, "app/zeros": zeros });
    expect(new Set(from.pieces.map(({ sha256 }) => sha256)).size).toBeLessThan(from.pieces.length);
    const wanted = { app: "shop", trust: "protected" as const, from, paths };
    expect(await collectAssets(store, "bucket", wanted, tree())).toMatchObject({
      ref: { unpackedBytes: 7 },
    });
  });

  test.each(HOSTILE)("writes nothing else of an archive with %s", async (_, entries) => {
    const { ref, objects: planted } = packed("app", await tar(entries));
    const { store, objects } = storeWith("bucket");
    for (const [key, bytes] of planted) objects.set(key, bytes);
    const paths = entries.map(({ name }) => name);
    const scratch = tree();
    const wanted = { app: "shop", trust: "protected" as const, from: ref, paths };
    await collectAssets(store, "bucket", wanted, scratch); // A harmless file may be picked.
    for (const [path, content] of Object.entries(readTree(scratch))) {
      expect(path).toMatch(/^(earlier|assets)\//);
      expect(content).not.toMatch(/^-> /);
    }
  });

  test("says that the live release's archive has none of the files", async () => {
    const { from, store } = await liveRelease(files);
    const wanted = { app: "shop", trust: "protected" as const, from, paths: paths.slice(1) };
    expect(await collectAssets(store, "bucket", wanted, tree())).toBe(
      "the live release's archive has none of them",
    );
  });
});
