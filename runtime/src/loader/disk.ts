import { statfsSync } from "node:fs";
import { LoadError } from "./load-error.ts";

/**
 * Asks beforehand what would otherwise fail half-way.
 * @throws LoadError where the file system has less room than the files take
 */
export function checkSpace(root: string, unpackedBytes: number): void {
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize < unpackedBytes) throw tooSmall(unpackedBytes);
}

/** What the disk says, in words that name the input to change. */
export function explainDisk(error: unknown, unpackedBytes: number): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOSPC" || code === "EDQUOT" ? tooSmall(unpackedBytes, error) : error;
}

function tooSmall(unpackedBytes: number, cause?: unknown): LoadError {
  const megabytes = Math.ceil(unpackedBytes / 1024 / 1024);
  const text = `/tmp is full: the archives need ${megabytes} MB there. Raise \`tmp-size\` (512 to 10240 MB)`;
  return new LoadError(text, { cause });
}
