import { mkdir, rm } from "node:fs/promises";
import type { EarlierBuild } from "../../bundle/built.ts";
import type { TrustLevel } from "../../inputs/trust.ts";
import type { BundleStore } from "../../ports/bundle-store.ts";
import { fetchPieces } from "./fetch-pieces.ts";
import { readRecipeRecord } from "./read-recipe-record.ts";
import { type RecipeRecord, recipeKey } from "./recipe-record.ts";

/** Which record is looked for. */
export interface Wanted {
  readonly bucket: string;
  readonly app: string;
  readonly trust: TrustLevel;
  readonly recipe: string;
}

/**
 * Fetches the archives that an earlier build of a recipe has left in the bucket.
 * @param folder for their pieces; replaced
 * @param log gets a line that says what is wrong with the record, or with what it names
 * @returns undefined if there is no record, or one that cannot be used
 */
export async function fetchEarlierBuild(
  store: BundleStore,
  wanted: Wanted,
  folder: string,
  log: (line: string) => void,
): Promise<EarlierBuild | undefined> {
  const { bucket, app, trust, recipe } = wanted;
  const key = recipeKey(app, trust, recipe);
  const found = await store.readJson(bucket, key);
  if (found === undefined) return undefined;
  const record = readable(found, wanted);
  if (typeof record === "string") {
    log(`The record \`${key}\` is not used: ${record}.`);
    return undefined;
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const archives = record.archives.map(({ parts, ...ref }) => ({ ref, folder, parts }));
  const wrong = await fetchPieces(
    store,
    bucket,
    archives.map(({ ref }) => ref),
    folder,
  );
  if (wrong !== undefined) {
    log(`The earlier build is not used: ${wrong}.`);
    return undefined;
  }
  return { ruby: record.ruby, archives };
}

/** @returns a text that says what is wrong if it is no record of ours */
function readable(found: unknown, of: Wanted): RecipeRecord | string {
  try {
    return readRecipeRecord(found, of);
  } catch (error) {
    return (error as Error).message;
  }
}
