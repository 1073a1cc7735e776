import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pieceKey } from "../../../contract/manifest.ts";
import type { EarlierBuild } from "../../bundle/built.ts";
import { sha256OfFile } from "../../digest.ts";
import type { BundleStore } from "../../ports/bundle-store.ts";
import { inParallel } from "../in-parallel.ts";
import type { RecipeRecord } from "./recipe-record.ts";

/**
 * Fetches the archives that an earlier build of a recipe has left in the bucket.
 * @param key of the recipe's record
 * @param folder for their pieces; created if missing
 * @returns undefined if there is no record, or if a piece is missing or damaged
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
  const all = record.archives.flatMap((ref) => ref.pieces.map((piece) => ({ ref, piece })));
  // The same bytes twice, such as zeros, are one piece that is named twice.
  const wanted = [...new Map(all.map((one) => [one.piece.sha256, one])).values()];
  let complete = true;
  await inParallel(wanted, async ({ ref, piece }) => {
    if (!complete) return;
    const file = join(folder, piece.sha256);
    const there = await store.download(bucket, pieceKey(ref, piece), file, piece.bytes);
    const sound = there && (await sha256OfFile(file)) === piece.sha256;
    // Only ever from true to false: others work at the same time.
    if (!sound) complete = false;
  });
  if (!complete) return undefined;
  const archives = record.archives.map(({ parts, ...ref }) => ({ ref, folder, parts }));
  return { ruby: record.ruby, archives };
}
