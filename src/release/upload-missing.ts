import { join } from "node:path";
import { type ArchiveRef, type Piece, pieceKey } from "../../contract/manifest.ts";
import type { BuiltArchive } from "../bundle/built.ts";
import { formatBytes } from "../format.ts";
import type { BundleStore } from "../ports/bundle-store.ts";
import { inParallel } from "./in-parallel.ts";

/** An archive of which the bucket lacked pieces. */
export interface Uploaded {
  readonly ref: ArchiveRef;
  /** Bytes actually uploaded; never 0. */
  readonly bytes: number;
}

/**
 * Uploads the pieces that the bucket lacks, each once: equal files make equal pieces, within an archive and across
 * archives, and two uploads of one object at once get in each other's way.
 * @param log called with one line for each archive
 * @returns the archives of which pieces were uploaded
 */
export async function uploadMissing(
  store: BundleStore,
  bucket: string,
  archives: readonly BuiltArchive[],
  log: (line: string) => void,
): Promise<readonly Uploaded[]> {
  const uploaded: Uploaded[] = [];
  const seen = new Set<string>();
  for (const { ref, folder } of archives) {
    let bytes = 0;
    const pieces = new Map(ref.pieces.map((piece) => [pieceKey(ref, piece), piece]));
    const unseen = [...pieces].filter(([key]) => !seen.has(key));
    for (const [key] of unseen) seen.add(key);
    await inParallel(unseen, async ([key, piece]) => {
      if (await uploadPiece(store, bucket, key, folder, piece)) bytes += piece.bytes;
    });
    const size = formatBytes(ref.bytes);
    if (bytes > 0) uploaded.push({ ref, bytes });
    log(
      bytes === 0
        ? `${ref.name}: ${size}, unchanged`
        : `${ref.name}: ${formatBytes(bytes)} of ${size} uploaded`,
    );
  }
  return uploaded;
}

/** Uploads a piece unless the bucket has it. @returns whether it was uploaded */
async function uploadPiece(
  store: BundleStore,
  bucket: string,
  key: string,
  folder: string,
  { sha256 }: Piece,
): Promise<boolean> {
  if (await store.has(bucket, key)) return false;
  await store.upload(bucket, key, join(folder, sha256), sha256);
  return true;
}
