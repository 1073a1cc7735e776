import type { ArchiveName, ArchiveRef, Piece } from "../../../contract/manifest.ts";
import { isSha256 } from "../../digest.ts";
import { levelsUsedBy, type TrustLevel } from "../../inputs/trust.ts";
import { archivePrefix } from "../manifest.ts";
import { MAX_PIECE } from "./cut.ts";
import { BLOCK } from "./tar-header.ts";

/** Bytes that an archive may unpack to: more than Lambda's `/tmp` takes, which has 10240 MB. */
const MOST_BYTES = 10_240 * 2 ** 20;
/** Bytes of tar in a piece at most; the last one also holds the tar's end. */
const MOST_TAR = MAX_PIECE + 2 * BLOCK;
/** Bytes of a piece at most: zstd makes what it cannot compress hardly longer. */
const MOST_COMPRESSED = MOST_TAR + 2 ** 16;
const MOST_PIECES = 100_000;

/** Whose archives may be used: those of the app, of this level and the ones before it. */
export interface Reader {
  readonly app: string;
  readonly trust: TrustLevel;
}

/**
 * Checks what a record says of an archive: whoever can write the record may have written anything.
 * @param name that the archive must have
 * @returns the reference, with nothing else in it; or why it must not be used, such as `it has no list of pieces`
 */
export function parseRef(value: unknown, name: ArchiveName, reader: Reader): ArchiveRef | string {
  const ref = Object(value) as Partial<Record<keyof ArchiveRef, unknown>>;
  if (ref.name !== name) return `it is not named \`${name}\``;
  const { app, trust } = reader;
  const prefix = levelsUsedBy(trust)
    .map((level) => archivePrefix(app, level, name))
    .find((ours) => ours === ref.prefix);
  if (prefix === undefined) return "its prefix is not one that this stage may use";
  if (!Array.isArray(ref.pieces) || ref.pieces.length > MOST_PIECES)
    return "it has no list of pieces";
  const pieces = ref.pieces.flatMap((piece) => parsePiece(piece) ?? []);
  if (pieces.length === 0 || pieces.length < ref.pieces.length) {
    return "a piece has no digest, or a size that no piece has";
  }
  const { unpackedBytes } = ref;
  if (!isSize(unpackedBytes, 0, MOST_BYTES))
    return "it names no size, or one that Lambda has no room for";
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  return { name, prefix, pieces, bytes, unpackedBytes };
}

function parsePiece(value: unknown): Piece | undefined {
  const { sha256, bytes, tarBytes } = Object(value) as Partial<Record<keyof Piece, unknown>>;
  const fits =
    isSha256(sha256) && isSize(bytes, 1, MOST_COMPRESSED) && isSize(tarBytes, 1, MOST_TAR);
  return fits ? { sha256, bytes, tarBytes } : undefined;
}

function isSize(value: unknown, least: number, most: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}
