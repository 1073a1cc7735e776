import { createHash } from "node:crypto";

/** Bytes of tar in the smallest piece. An archive's last piece may be smaller. */
export const MIN_PIECE = 2 * 2 ** 20;
/** Bytes of tar in the largest piece. */
export const MAX_PIECE = 6 * 2 ** 20;
/** Bytes by which a piece exceeds the smallest on average. */
const SPREAD = 2 * 2 ** 20;

/**
 * Whether a piece ends after an entry. The entry's own path and size decide, so that a file that is added,
 * removed or changed moves only the cuts next to it.
 * @param entryBytes of the entry in the tar
 * @param pieceBytes of the piece so far, including the entry
 */
export function cutAfter(path: string, entryBytes: number, pieceBytes: number): boolean {
  if (pieceBytes < MIN_PIECE) return false;
  const random = createHash("sha256").update(path).digest().readUInt32BE(0) / 2 ** 32;
  return random < entryBytes / SPREAD;
}
