import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { zstdCompressSync } from "node:zlib";
import { type Header, pack } from "tar-stream";
import type { ArchiveName, ArchiveRef } from "../../../contract/manifest.ts";

export type Entry = Partial<Header> & {
  readonly name: string;
  readonly content?: string | Buffer;
};

export interface Packed {
  readonly ref: ArchiveRef;
  readonly bytes: Buffer;
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

export function packed(name: ArchiveName, tarBytes: Buffer, unpackedBytes = 1e9): Packed {
  const bytes = zstdCompressSync(tarBytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const key = `app/archives/${sha256}.tar.zst`;
  return { bytes, ref: { name, key, sha256, bytes: bytes.length, unpackedBytes } };
}

export async function archive(name: ArchiveName, entries: readonly Entry[]): Promise<Packed> {
  return packed(name, await tar(entries));
}
