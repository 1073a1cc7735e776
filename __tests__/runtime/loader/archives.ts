import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { constants, zstdCompressSync } from "node:zlib";
import { type Header, pack } from "tar-stream";
import { type ArchiveName, type ArchiveRef, pieceKey } from "../../../contract/manifest.ts";

export type Entry = Partial<Header> & {
  readonly name: string;
  readonly content?: string | Buffer;
};

export interface Packed {
  readonly ref: ArchiveRef;
  /** Compressed pieces by their S3 key. */
  readonly objects: ReadonlyMap<string, Buffer>;
}

/** A tar of these entries, hostile ones included. */
export async function tar(entries: readonly Entry[]): Promise<Buffer> {
  const stream = pack();
  for (const { content = "", ...header } of entries) {
    const size = header.size ?? Buffer.byteLength(content);
    if (header.type && header.type !== "file") stream.entry(header);
    else stream.entry({ mtime: new Date(1e12), ...header, size }, content);
  }
  stream.finalize();
  return buffer(stream);
}

/** @param pieceBytes where the tar is cut: anywhere, headers not spared */
export function packed(
  name: ArchiveName,
  tarBytes: Buffer,
  { unpackedBytes = 1e7, pieceBytes = tarBytes.length } = {},
): Packed {
  const objects = new Map<string, Buffer>();
  const prefix = "app/archives/";
  const pieces = [];
  for (let at = 0; at < tarBytes.length; at += pieceBytes) {
    const part = tarBytes.subarray(at, at + pieceBytes);
    const level = { [constants.ZSTD_c_compressionLevel]: 1 };
    const bytes = zstdCompressSync(part, { params: level });
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const piece = { sha256, bytes: bytes.length, tarBytes: part.length };
    pieces.push(piece);
    objects.set(pieceKey({ prefix }, piece), bytes);
  }
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  return { objects, ref: { name, prefix, pieces, bytes, unpackedBytes } };
}

export async function archive(name: ArchiveName, entries: readonly Entry[]): Promise<Packed> {
  return packed(name, await tar(entries));
}

/** The only piece of an archive that is small. */
export function onlyPiece({ ref, objects }: Packed) {
  const [piece] = ref.pieces;
  if (!piece || ref.pieces.length > 1) throw new Error(`${ref.pieces.length} pieces`);
  const key = pieceKey(ref, piece);
  return { piece, key, bytes: objects.get(key)! };
}
