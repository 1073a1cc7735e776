import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { type ArchiveRef, pieceKey } from "../../../../contract/manifest.ts";
import { archivePrefix } from "../../../../src/bundle/manifest.ts";
import { sha256Hex } from "../../../../src/digest.ts";
import type { BundleStore } from "../../../../src/ports/bundle-store.ts";
import { fetchEarlierBuild } from "../../../../src/release/records/fetch-earlier-build.ts";
import { type RecipeRecord, recipeKey } from "../../../../src/release/records/recipe-record.ts";
import { storeWith } from "../../../fakes/cloud/bundle-store.ts";
import { tree, writeTree } from "../../../tree.ts";
import { PACKAGED } from "../../commands/build/earlier.ts";

let folder: string;
beforeEach(() => {
  folder = join(tree(), "new", "pieces");
});

const wanted = { bucket: "bundles", app: "shop", trust: "protected", recipe: "0123" } as const;
const key = recipeKey("shop", "protected", "0123");
const parts = [{ kind: "data", name: "any", bytes: 1 }] as const;

function archive(name: "ruby" | "gems", contents: readonly string[]): ArchiveRef {
  const pieces = contents.map((content) => ({
    sha256: sha256Hex(content),
    bytes: content.length,
    tarBytes: content.length,
  }));
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  return {
    name,
    prefix: archivePrefix("shop", "protected", name),
    pieces,
    bytes,
    unpackedBytes: 1,
  };
}
const contents = Array.from({ length: 12 }, (_, at) => `piece ${at}`);
const refs = [archive("ruby", contents), archive("gems", ["gems"])];
const recorded: RecipeRecord = {
  schema: 1,
  ruby: PACKAGED,
  archives: refs.map((ref) => ({ ...ref, parts })),
};
const keys = new Map(
  refs.flatMap((ref) => ref.pieces.map((piece) => [piece.sha256, pieceKey(ref, piece)])),
);
const pieceOf = (content: string) => keys.get(sha256Hex(content)) ?? "";

/** A bucket that has what a build has left. */
async function bucket(record: unknown = recorded) {
  const { store, objects } = storeWith("bundles");
  await store.writeJson("bundles", key, record);
  for (const content of [...contents, "gems"]) objects.set(pieceOf(content), Buffer.from(content));
  return { store, objects };
}

async function fetched(store: BundleStore) {
  const said: string[] = [];
  const found = await fetchEarlierBuild(store, wanted, folder, (line) => said.push(line));
  return { found, said };
}

test("a recipe's record has a key of its own in its level's part of the app's", () => {
  expect(key).toBe("shop/recipes/protected/0123.json");
});

describe("an earlier build", () => {
  test("comes with its archives, their parts and the Ruby that they were made of", async () => {
    const { found, said } = await fetched((await bucket()).store);
    expect(found).toEqual({
      ruby: PACKAGED,
      archives: refs.map((ref) => ({ ref, folder, parts })),
    });
    expect(said).toEqual([]);
    for (const content of [...contents, "gems"]) {
      expect(await readFile(join(folder, sha256Hex(content)), "utf8")).toBe(content);
    }
  });

  test("is none where there is no record", async () => {
    const { store, objects } = await bucket();
    objects.delete(key);
    expect(await fetched(store)).toEqual({ found: undefined, said: [] });
  });

  test("is none where the record is not ours, and nothing is fetched; one line says why", async () => {
    const { store } = await bucket({ ...recorded, schema: 2 });
    store.download = async () => {
      throw new Error("fetched");
    };
    expect(await fetched(store)).toEqual({
      found: undefined,
      said: [`The record \`${key}\` is not used: it has another schema.`],
    });
  });

  test.each(["piece 0", "piece 11", "gems"])("is none where `%s` is missing", async (content) => {
    const { store, objects } = await bucket();
    objects.delete(pieceOf(content));
    expect(await fetched(store)).toEqual({
      found: undefined,
      said: [`The earlier build is not used: ${pieceOf(content)} is gone, or has another size.`],
    });
  });

  test.each(["piece 0", "piece 11", "gems"])("is none where `%s` is damaged", async (content) => {
    const { store, objects } = await bucket();
    objects.set(pieceOf(content), Buffer.from("x".repeat(content.length)));
    expect(await fetched(store)).toEqual({
      found: undefined,
      said: [`The earlier build is not used: ${pieceOf(content)} is damaged.`],
    });
  });

  test("is none where a piece has its digest, but not its size", async () => {
    const archives = recorded.archives.map((ref) => ({
      ...ref,
      bytes: ref.bytes + ref.pieces.length,
      pieces: ref.pieces.map((piece) => ({ ...piece, bytes: piece.bytes + 1 })),
    }));
    const { found, said } = await fetched((await bucket({ ...recorded, archives })).store);
    expect([found, said]).toEqual([undefined, [expect.stringContaining("another size")]]);
  });

  test("takes nothing from what lies in the folder already", async () => {
    writeTree(folder, { [sha256Hex("gems")]: "planted" });
    await fetched((await bucket()).store);
    expect(await readFile(join(folder, sha256Hex("gems")), "utf8")).toBe("gems");
  });

  test("may name one piece twice", async () => {
    const twice = archive("gems", ["gems", "gems"]);
    const archives = [
      { ...refs[0]!, parts },
      { ...twice, parts },
    ];
    const { found } = await fetched((await bucket({ ...recorded, archives })).store);
    expect(found?.archives[1]?.ref.pieces).toHaveLength(2);
  });
});
