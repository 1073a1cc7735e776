import { mkdirSync } from "node:fs";
import type { ArchiveRef } from "../../../contract/manifest.ts";
import type { S3Location } from "../config.ts";
import { type ArchiveTimes, unpackArchive } from "./archive.ts";
import { openConnection } from "./connection.ts";
import { downloadArchive } from "./download.ts";
import { explainDisk } from "./file-sink.ts";
import { LoadError } from "./load-error.ts";
import { discardOthers, loadedFiles } from "./marker.ts";
import { objectUrl } from "./s3-url.ts";

export interface Loaded {
  /** Milliseconds until the last byte of the last archive had arrived; 0 where all were there. */
  readonly fetchMs: number;
  /** Milliseconds from there until the last file was written. */
  readonly unpackMs: number;
  /** Archives that an earlier runtime of this sandbox had completed. */
  readonly reused: readonly string[];
}

/**
 * Brings all archives to the root, in parallel, and returns when every one is verified.
 * @throws LoadError of the archive that failed first; the others are stopped, the next call starts afresh
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
  const times = await loadMissing(missing, s3, root).catch((error) => {
    throw explainDisk(
      error,
      archives.reduce((sum, ref) => sum + ref.unpackedBytes, 0),
    );
  });
  const fetchedAt = Math.max(...times.map((time) => time.fetchedAt));
  const unpackedAt = Math.max(...times.map((time) => time.unpackedAt));
  return { fetchMs: fetchedAt - started, unpackMs: unpackedAt - fetchedAt, reused };
}

async function loadMissing(
  archives: readonly ArchiveRef[],
  s3: S3Location,
  root: string,
): Promise<ArchiveTimes[]> {
  const connection = await openConnection(objectUrl(s3, ""));
  const stop = new AbortController();
  let first: unknown;
  const loads = archives.map((ref) =>
    unpackArchive(ref, root, downloadArchive(ref, s3, connection, stop.signal), stop.signal).catch(
      (error: unknown) => {
        first ??= error;
        stop.abort();
        throw error;
      },
    ),
  );
  // All have to be still before somebody discards what they wrote.
  await Promise.allSettled(loads);
  connection.close();
  if (first) throw first;
  return Promise.all(loads);
}
