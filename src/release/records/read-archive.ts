import type { ArchiveName, ArchiveRef, Piece } from "../../../contract/manifest.ts";
import { MAX_PIECE } from "../../bundle/archive/cut.ts";
import { BLOCK } from "../../bundle/archive/tar-header.ts";
import { archivePrefix } from "../../bundle/manifest.ts";
import { levelsUsedBy, type TrustLevel } from "../../inputs/trust.ts";
import { list, object, oneOf, text, whole } from "../../shape.ts";

/** Bytes that an archive may have or unpack to: what Lambda's `/tmp` takes at most. */
export const MAX_BYTES = 10_240 * 2 ** 20;
/** Bytes of tar in a piece at most; the last one also holds the tar's end. */
const MAX_TAR = MAX_PIECE + 2 * BLOCK;
/** Bytes of a piece at most: zstd makes what it cannot compress hardly longer. */
const MAX_COMPRESSED = MAX_TAR + 2 ** 16;
const MAX_PIECES = 100_000;
const DIGEST = /^[0-9a-f]{64}$/;

export const ARCHIVE_MEMBERS = ["name", "prefix", "pieces", "bytes", "unpackedBytes"] as const;

/** Which archives a record may name: the app's, of a trust level and the ones before it. */
export interface Allowed {
  readonly app: string;
  readonly trust: TrustLevel;
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
  { app, trust, names }: Allowed,
): ArchiveRef {
  const name = oneOf(given.name, `${at}.name`, names);
  const prefixes = levelsUsedBy(trust).map((level) => archivePrefix(app, level, name));
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
    bytes: whole(bytes, `${at}.bytes`, MAX_COMPRESSED),
    tarBytes: whole(tarBytes, `${at}.tarBytes`, MAX_TAR),
  };
}
