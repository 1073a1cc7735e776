import type { ArchiveName, ArchiveRef, Piece } from "../../../contract/manifest.ts";
import { archivePrefix } from "../../bundle/manifest.ts";
import type { TrustLevel } from "../../inputs/trust.ts";
import { list, object, oneOf, text, whole } from "../../shape.ts";

/** More than the largest `/tmp` of Lambda: 10240 MB. */
export const MAX_BYTES = 20 * 2 ** 30;
/** A piece is read in one go. */
const MAX_PIECE = 2 ** 31;
const MAX_PIECES = 100_000;
const DIGEST = /^[0-9a-f]{64}$/;

export const ARCHIVE_MEMBERS = ["name", "prefix", "pieces", "bytes", "unpackedBytes"] as const;

/** Which archives a record may name. */
export interface Allowed {
  readonly app: string;
  readonly levels: readonly TrustLevel[];
  readonly names: readonly ArchiveName[];
}

/**
 * Reads what a record says of an archive. A digest becomes a file's name and a prefix a key, so both must have the very
 * form that we give them.
 * @throws Error that says what is wrong
 */
export function readArchive(
  given: Readonly<Record<string, unknown>>,
  at: string,
  { app, levels, names }: Allowed,
): ArchiveRef {
  const name = oneOf(given.name, `${at}.name`, names);
  const prefixes = levels.map((level) => archivePrefix(app, level, name));
  const prefix = oneOf(given.prefix, `${at}.prefix`, prefixes);
  const pieces = list(given.pieces, `${at}.pieces`, MAX_PIECES, piece);
  const bytes = whole(given.bytes, `${at}.bytes`, MAX_BYTES);
  if (bytes === 0 || bytes !== pieces.reduce((sum, one) => sum + one.bytes, 0)) {
    throw new Error(`${at}.bytes is not the size of its pieces`);
  }
  const unpackedBytes = whole(given.unpackedBytes, `${at}.unpackedBytes`, MAX_BYTES);
  return { name, prefix, pieces, bytes, unpackedBytes };
}

function piece(value: unknown, at: string): Piece {
  const { sha256, bytes, tarBytes } = object(value, at, ["sha256", "bytes", "tarBytes"]);
  return {
    sha256: text(sha256, `${at}.sha256`, DIGEST),
    bytes: whole(bytes, `${at}.bytes`, MAX_PIECE),
    tarBytes: whole(tarBytes, `${at}.tarBytes`, MAX_BYTES),
  };
}
