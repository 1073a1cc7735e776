import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type ArchiveRef, pieceKey } from "../../../contract/manifest.ts";
import type { EarlierBuild } from "../../bundle/built.ts";
import type { Part } from "../../bundle/parts.ts";
import { sha256OfFile } from "../../digest.ts";
import type { BundleStore } from "../../ports/bundle-store.ts";
import type { PackagedRuby } from "../../ruby/packaged.ts";

/** Pieces that are fetched at once. */
const AT_ONCE = 8;

/** An archive, and what it is made up of: whoever takes it does not measure it again. */
type RecordedArchive = ArchiveRef & { readonly parts: readonly Part[] };

/** What a build has left for the next one of the same recipe. Written once, never edited. */
export interface RecipeRecord {
  readonly schema: 1;
  readonly ruby: PackagedRuby;
  /** `ruby` and `gems`. */
  readonly archives: readonly RecordedArchive[];
}

/** `<app>/recipes/<digest>.json` */
export function recipeKey(app: string, recipe: string): string {
  return `${app}/recipes/${recipe}.json`;
}

/**
 * Fetches the archives that the bucket has for a recipe.
 * @param folder for their pieces; made where it is missing
 * @returns undefined where there are none, or not all of them
 */
export async function fetchEarlierBuild(
  store: BundleStore,
  bucket: string,
  key: string,
  folder: string,
): Promise<EarlierBuild | undefined> {
  const record = (await store.readJson(bucket, key)) as Partial<RecipeRecord> | undefined;
  if (record?.schema !== 1 || !record.ruby || !record.archives) return undefined;
  await mkdir(folder, { recursive: true });
  const left = record.archives.flatMap((ref) => ref.pieces.map((piece) => ({ ref, piece })));
  let whole = true;
  const worker = async () => {
    for (let next = left.shift(); next && whole; next = left.shift()) {
      const file = join(folder, next.piece.sha256);
      const there = await store.download(bucket, pieceKey(next.ref, next.piece), file);
      whole &&= there && (await sha256OfFile(file)) === next.piece.sha256;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (!whole) return undefined;
  const archives = record.archives.map(({ parts, ...ref }) => ({ ref, folder, parts }));
  return { ruby: record.ruby, archives };
}
