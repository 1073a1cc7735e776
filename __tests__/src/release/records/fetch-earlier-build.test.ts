import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { type ArchiveRef, pieceKey } from "../../../../contract/manifest.ts";
import { sha256Hex } from "../../../../src/digest.ts";
import type { BundleStore } from "../../../../src/ports/bundle-store.ts";
import { fetchEarlierBuild } from "../../../../src/release/records/fetch-earlier-build.ts";
import { type RecipeRecord, recipeKey } from "../../../../src/release/records/recipe-record.ts";
import { storeWith } from "../../../fakes/cloud/bundle-store.ts";
import { tree } from "../../../tree.ts";

let top: string;
beforeEach(() => {
  top = tree();
});

const key = recipeKey("shop", "0123");
const ruby = { version: "3.4.1" } as unknown as RecipeRecord["ruby"];
const parts = [{ kind: "data", name: "any", bytes: 1 }] as const;

function archive(name: ArchiveRef["name"], contents: readonly string[]): ArchiveRef {
  const pieces = contents.map((content) => ({
    sha256: sha256Hex(content),
    bytes: content.length,
    tarBytes: content.length,
  }));
  return { name, prefix: "shop/archives/", pieces, bytes: 1, unpackedBytes: 1 };
}
const contents = Array.from({ length: 12 }, (_, at) => `piece ${at}`);
const refs = [archive("ruby", contents), archive("gems", ["gems"])];
const recorded: RecipeRecord = {
  schema: 1,
  ruby,
  archives: refs.map((ref) => ({ ...ref, parts })),
};

/** A bucket that has what a build has left. */
async function bucket(record: unknown = recorded) {
  const { store, objects } = storeWith("bundles");
  await store.writeJson("bundles", key, record);
  for (const content of [...contents, "gems"]) {
    const name = pieceKey({ prefix: "shop/archives/" }, archive("ruby", [content]).pieces[0]!);
    objects.set(name, Buffer.from(content));
  }
  return { store, objects };
}
const fetched = (store: BundleStore) =>
  fetchEarlierBuild(store, "bundles", key, join(top, "new", "pieces"));
const pieceOf = (content: string) => `shop/archives/${sha256Hex(content)}.zst`;

test("a recipe's record has a key of its own in the app's part of the bucket", () => {
  expect(key).toBe("shop/recipes/0123.json");
});

describe("an earlier build", () => {
  test("comes with its archives, their parts and the Ruby that they were made of", async () => {
    const folder = join(top, "new", "pieces");
    expect(await fetched((await bucket()).store)).toEqual({
      ruby,
      archives: refs.map((ref) => ({ ref, folder, parts })),
    });
    for (const content of [...contents, "gems"]) {
      expect(await readFile(join(folder, sha256Hex(content)), "utf8")).toBe(content);
    }
  });

  test.each<[string, unknown]>([
    ["has another schema", { ...recorded, schema: 2 }],
    ["names no Ruby", { ...recorded, ruby: undefined }],
    ["names no archives", { ...recorded, archives: undefined }],
  ])("is none where the record %s", async (_, record) => {
    expect(await fetched((await bucket(record)).store)).toBeUndefined();
  });

  test("is none where there is no record", async () => {
    const { store, objects } = await bucket();
    objects.delete(key);
    expect(await fetched(store)).toBeUndefined();
  });

  test.each(["piece 0", "piece 11", "gems"])("is none where `%s` is missing", async (content) => {
    const { store, objects } = await bucket();
    objects.delete(pieceOf(content));
    expect(await fetched(store)).toBeUndefined();
  });

  test.each(["piece 0", "piece 11", "gems"])("is none where `%s` is damaged", async (content) => {
    const { store, objects } = await bucket();
    objects.set(pieceOf(content), Buffer.from("damaged"));
    expect(await fetched(store)).toBeUndefined();
  });
});
