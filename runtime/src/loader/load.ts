import { mkdirSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ArchiveRef } from "../../../contract/manifest.ts";
import type { S3Location } from "../config.ts";
import { ahead } from "./ahead.ts";
import { FileSink } from "./archive/file-sink.ts";
import { TarReader } from "./archive/tar.ts";
import { checkSpace, explainDisk } from "./disk.ts";
import { PieceSource, type TarPart } from "./fetch/piece-source.ts";
import { LoadError } from "./load-error.ts";
import { discardOthers, loadedFiles, Marker } from "./marker.ts";

/**
 * Pieces that are fetched and decompressed side by side, ahead of the one that is written: enough for S3's
 * bandwidth, few enough for the memory (a piece is at most 6 MB, and as much again compressed).
 */
const AHEAD = 4;

export interface Loaded {
  /** Milliseconds until the last byte of the last archive had arrived; 0 where all were there. */
  readonly fetchMs: number;
  /** Milliseconds from there until the last file was written. */
  readonly unpackMs: number;
  /** Archives that an earlier runtime of this sandbox had completed. */
  readonly reused: readonly string[];
}

/**
 * Brings all archives to the root and returns when every one is complete. Nothing is even decompressed before
 * its digest is verified, and nothing may be used before its archive is marked.
 * @throws LoadError; the next call starts afresh with what was not complete
 */
export async function loadBundle(
  archives: readonly ArchiveRef[],
  s3: S3Location,
  root: string,
): Promise<Loaded> {
  const started = performance.now();
  if (archives.length === 0) throw new LoadError("the manifest names no archives: deploy again");
  mkdirSync(root, { recursive: true, mode: 0o755 });
  const complete = new Map<string, readonly string[]>();
  for (const ref of archives) {
    const files = loadedFiles(root, ref);
    if (files) complete.set(ref.name, files);
  }
  const missing = archives.filter((ref) => !complete.has(ref.name));
  const reused = [...complete.keys()];
  if (missing.length === 0) return { fetchMs: 0, unpackMs: 0, reused };
  discardOthers(root, complete);
  const bytes = missing.reduce((sum, ref) => sum + ref.unpackedBytes, 0);
  checkSpace(root, bytes);
  try {
    const fetchedAt = await loadMissing(missing, s3, root);
    return { fetchMs: fetchedAt - started, unpackMs: performance.now() - fetchedAt, reused };
  } catch (error) {
    throw explainDisk(error, bytes);
  }
}

/** @returns clock (performance.now) at the last byte's arrival */
async function loadMissing(
  archives: readonly ArchiveRef[],
  s3: S3Location,
  root: string,
): Promise<number> {
  const all = archives.flatMap((ref) => ref.pieces.map((piece) => ({ ref, piece })));
  const pieces = all.map(({ piece }) => piece);
  const source = new PieceSource(pieces, AHEAD, s3);
  const parts = ahead(
    all,
    AHEAD,
    ({ ref, piece }, signal) => source.fetch(ref, piece, signal),
    () => source.close(),
  );
  try {
    for (const ref of archives) await unpack(ref, parts, root);
  } finally {
    // All have to be still before somebody discards what they wrote.
    await parts.return(undefined);
  }
  return source.fetchedAt;
}

async function unpack(
  ref: ArchiveRef,
  parts: AsyncGenerator<TarPart, undefined>,
  root: string,
): Promise<void> {
  const sink = new FileSink(root, ref.unpackedBytes);
  const reader = new TarReader(sink);
  const marker = new Marker(root, ref);
  try {
    for (const _ of ref.pieces) {
      const { value: part } = await parts.next();
      if (!part) break;
      for (const buffer of part.buffers) reader.push(buffer);
      part.release();
      marker.add(sink.takeWritten());
      // What has arrived meanwhile is taken first: the next pieces then go on beside the writing.
      await nextTurn();
    }
    reader.close();
  } finally {
    sink.close();
  }
  marker.finish();
}
