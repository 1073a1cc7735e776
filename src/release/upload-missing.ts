import { join } from "node:path";
import { type ArchiveRef, type Piece, pieceKey } from "../../contract/manifest.ts";
import type { BuiltArchive } from "../bundle/built.ts";
import { formatBytes } from "../format.ts";
import type { BundleStore } from "../ports/bundle-store.ts";

/** Pieces that are asked for or uploaded at once. */
const AT_ONCE = 8;

/** What of an archive the bucket did not have. */
export interface Uploaded {
  readonly ref: ArchiveRef;
  /** Compressed size of its new pieces; never 0. */
  readonly bytes: number;
}

/**
 * Uploads the pieces that the bucket lacks, creating the bucket first.
 * @param log is told of each archive
 * @returns the archives that had such pieces
 */
export async function uploadMissing(
  store: BundleStore,
  bucket: string,
  archives: readonly BuiltArchive[],
  log: (line: string) => void,
): Promise<readonly Uploaded[]> {
  await store.ensureBucket(bucket);
  const uploaded: Uploaded[] = [];
  for (const { ref, folder } of archives) {
    const left = [...ref.pieces];
    let bytes = 0;
    const worker = async () => {
      for (let piece = left.shift(); piece; piece = left.shift()) {
        if (await uploadPiece(store, bucket, pieceKey(ref, piece), folder, piece)) {
          bytes += piece.bytes;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
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

/** @returns false where the bucket had it */
async function uploadPiece(
  store: BundleStore,
  bucket: string,
  key: string,
  folder: string,
  { sha256, bytes }: Piece,
): Promise<boolean> {
  if (await store.has(bucket, key)) return false;
  await store.upload(bucket, key, join(folder, sha256), sha256, bytes);
  return true;
}
