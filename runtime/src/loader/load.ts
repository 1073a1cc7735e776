import { mkdirSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ArchiveRef, Piece } from "../../../contract/manifest.ts";
import type { S3Location } from "../config.ts";
import { ahead } from "./ahead.ts";
import { openConnection } from "./connection.ts";
import { checkSpace, explainDisk } from "./disk.ts";
import { downloadPiece } from "./download.ts";
import { FileSink } from "./file-sink.ts";
import { LoadError } from "./load-error.ts";
import { discardOthers, loadedFiles, markLoaded } from "./marker.ts";
import { giveBack, inflate } from "./piece.ts";
import { objectUrl } from "./s3-url.ts";
import { TarReader } from "./tar.ts";

/**
 * Pieces that are fetched and decompressed side by side, ahead of the one that is written: enough for S3's
 * bandwidth, few enough for the memory (a piece is at most 6 MB, and as much again compressed).
 */
const AHEAD = 3;

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
  const connection = await openConnection(objectUrl(s3, ""), AHEAD);
  let fetchedAt = 0;
  const pieces = archives.flatMap((ref) => ref.pieces.map((piece) => ({ ref, piece })));
  const fetch = async (
    { ref, piece }: { ref: ArchiveRef; piece: Piece },
    signal: AbortSignal,
  ): Promise<Buffer> => {
    const bytes = await downloadPiece(ref, piece, s3, connection, signal);
    fetchedAt = performance.now();
    return inflate(ref, piece, bytes);
  };
  const tars = ahead(pieces, AHEAD, fetch, () => connection.close());
  try {
    for (const ref of archives) {
      const sink = new FileSink(root, ref.unpackedBytes);
      const reader = new TarReader(sink);
      try {
        for (const _ of ref.pieces) {
          const { value: tar } = await tars.next();
          if (!tar) break;
          reader.push(tar);
          giveBack(tar);
          // What has arrived meanwhile is taken first: the next pieces then go on beside the writing.
          await nextTurn();
        }
        reader.close();
      } finally {
        sink.close();
      }
      markLoaded(root, ref, sink.written);
    }
  } finally {
    // All have to be still before somebody discards what they wrote.
    await tars.return(undefined);
  }
  return fetchedAt;
}
