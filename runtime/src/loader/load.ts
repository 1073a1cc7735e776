import { mkdirSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ArchiveName, ArchiveRef, Piece } from "../../../contract/manifest.ts";
import type { S3Location } from "../config.ts";
import { ahead } from "./ahead.ts";
import { FileSink } from "./archive/file-sink.ts";
import { TarReader } from "./archive/tar.ts";
import { checkSpace, explainDisk } from "./disk.ts";
import { PieceSource, type TarPart } from "./fetch/piece-source.ts";
import { LoadError } from "./load-error.ts";
import { discardOthers, loadedFiles, Marker } from "./marker.ts";

/**
 * How many pieces are fetched and decompressed side by side, ahead of the one that is written: enough for S3's
 * bandwidth, few enough for the memory (a piece has at most 6 MB, and as much again compressed).
 */
const AHEAD = 4;

/** Is told the name of an archive that is whole while others are still missing. */
export type OnWhole = (name: ArchiveName) => void;

/** Opens what the pieces come from. */
export type OpenSource = (
  pieces: readonly Piece[],
  s3: S3Location,
) => Pick<PieceSource, "close" | "fetch" | "fetchedAt">;

export interface Loaded {
  /** Milliseconds until the last byte of the last archive had arrived; 0 if all archives were there. */
  readonly fetchMs: number;
  /** Milliseconds from there until the last file was written. */
  readonly unpackMs: number;
  /** Archives that an earlier runtime of this sandbox had completed. */
  readonly reused: readonly string[];
}

/**
 * Brings all archives to the root and returns when every one is complete. A piece is decompressed only after its
 * digest is verified, and a file may be used only after its archive is marked as complete.
 * @param onWhole told each archive, those first that were there already; none if nothing is missing
 * @throws LoadError; the next call loads every archive that is not complete from the start
 */
export async function loadBundle(
  archives: readonly ArchiveRef[],
  s3: S3Location,
  root: string,
  onWhole: OnWhole = () => {},
  openSource: OpenSource = (pieces, s3) => new PieceSource(pieces, s3),
): Promise<Loaded> {
  const started = performance.now();
  if (archives.length === 0) throw new LoadError("the manifest names no archives: deploy again");
  mkdirSync(root, { recursive: true, mode: 0o755 });
  const complete = new Map<ArchiveName, readonly string[]>();
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
    for (const name of complete.keys()) onWhole(name);
    const open = (pieces: readonly Piece[]) => openSource(pieces, s3);
    const fetchedAt = await loadMissing(missing, open, root, onWhole);
    return { fetchMs: fetchedAt - started, unpackMs: performance.now() - fetchedAt, reused };
  } catch (error) {
    throw explainDisk(error, bytes);
  }
}

/** @returns clock (performance.now) at the last byte's arrival */
async function loadMissing(
  archives: readonly ArchiveRef[],
  open: (pieces: readonly Piece[]) => ReturnType<OpenSource>,
  root: string,
  onWhole: OnWhole,
): Promise<number> {
  const all = archives.flatMap((ref) => ref.pieces.map((piece) => ({ ref, piece })));
  const source = open(all.map(({ piece }) => piece));
  const parts = ahead(
    all,
    AHEAD,
    ({ ref, piece }, signal) => source.fetch(ref, piece, signal),
    () => source.close(),
  );
  try {
    for (const ref of archives) {
      await unpack(ref, parts, root);
      onWhole(ref.name);
    }
  } finally {
    // Nothing may still be in progress when somebody discards what was written.
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
      const part = (await parts.next()).value!;
      for (const buffer of part.buffers) reader.push(buffer);
      part.release();
      marker.add(sink.takeWritten());
      // Takes what has arrived meanwhile first, so that the next pieces proceed while this one is written.
      await nextTurn();
    }
    reader.close();
  } finally {
    sink.close();
  }
  marker.finish();
}
