import { createHash } from "node:crypto";

/** Bytes of tar that a piece holds at least, apart from an archive's last, and at most. */
const MIN = 2 * 2 ** 20;
export const MAX_PIECE = 6 * 2 ** 20;
/** Bytes that come on average between the least and the cut. */
const SPREAD = 2 * 2 ** 20;

/**
 * Whether a piece ends behind an entry. What decides is the entry's own path and size, so that a file that
 * comes, goes or grows moves the cuts next to it and no others.
 * @param entryBytes of the entry in the tar
 * @param pieceBytes of the piece so far, the entry included
 */
export function cutAfter(path: string, entryBytes: number, pieceBytes: number): boolean {
  if (pieceBytes < MIN) return false;
  const random = createHash("sha256").update(path).digest().readUInt32BE(0) / 2 ** 32;
  return random < entryBytes / SPREAD;
}
