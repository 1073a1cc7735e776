import { createHash } from "node:crypto";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createZstdDecompress, type ZstdOptions } from "node:zlib";
import type { ArchiveRef } from "../../../contract/manifest.ts";
import { FileSink } from "./file-sink.ts";
import { LoadError } from "./load-error.ts";
import { markLoaded } from "./marker.ts";
import { TarReader } from "./tar.ts";

/** Bytes that the decompressor gives at once: larger pieces are fewer trips through its thread. */
const PIECE = 1024 * 1024;
/** Bytes that may wait for the files, for each archive. */
const AHEAD = 1024 * 1024;

export interface ArchiveTimes {
  /** Clock (performance.now) at the last byte's arrival and at the last file's end. */
  readonly fetchedAt: number;
  readonly unpackedAt: number;
}

/**
 * Unpacks an archive under the root while its bytes arrive, verifies its digest and marks it as complete.
 * Until it is marked nothing of it may be used.
 * @throws LoadError; what was written stays for discardOthers
 */
export async function unpackArchive(
  ref: ArchiveRef,
  root: string,
  bytes: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<ArchiveTimes> {
  const hash = createHash("sha256");
  const sink = new FileSink(root, ref.unpackedBytes);
  const reader = new TarReader(sink);
  let fetchedAt = 0;
  async function* hashed() {
    for await (const chunk of bytes) {
      hash.update(chunk);
      yield chunk;
    }
    fetchedAt = performance.now();
    // Before the decompressor may call the archive damaged: a wrong digest is what explains it.
    const actual = hash.digest("hex");
    if (actual !== ref.sha256) throw wrongDigest(ref, actual);
  }
  const files = new Writable({
    highWaterMark: AHEAD,
    write(chunk: Buffer, _encoding, done) {
      // Later: the decompressor's thread gets its next piece first, and works while files are written.
      setImmediate(() => {
        try {
          reader.push(chunk);
          done();
        } catch (error) {
          done(error as Error);
        }
      });
    },
  });
  try {
    const zstd = createZstdDecompress({
      chunkSize: PIECE,
      readableHighWaterMark: AHEAD,
    } as ZstdOptions);
    await pipeline(Readable.from(hashed()), zstd, files, { signal });
    reader.close();
  } catch (error) {
    throw explainDamage(error, ref);
  } finally {
    sink.close();
  }
  markLoaded(root, ref, sink.written);
  return { fetchedAt, unpackedAt: performance.now() };
}

function wrongDigest(ref: ArchiveRef, actual: string): LoadError {
  return new LoadError(
    `the archive \`${ref.name}\` (${ref.key}) has SHA-256 ${actual}, the manifest says ${ref.sha256}: ` +
      "it was changed or damaged; nothing of it is used. Deploy again",
  );
}

function explainDamage(error: unknown, ref: ArchiveRef): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (!code.startsWith("ZSTD_") && !code.startsWith("Z_") && code !== "ERR_ZSTD") return error;
  const text = `the archive \`${ref.name}\` (${ref.key}) is damaged: ${(error as Error).message}`;
  return new LoadError(text, { cause: error });
}
