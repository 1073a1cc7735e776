import { statfsSync } from "node:fs";
import { LoadError } from "./load-error.ts";

/**
 * Fails before anything is fetched if the file system has too little room for the files.
 * @throws LoadError
 */
export function checkSpace(
  root: string,
  unpackedBytes: number,
  statfs: (path: string) => { readonly bavail: number; readonly bsize: number } = statfsSync,
): void {
  const { bavail, bsize } = statfs(root);
  if (bavail * bsize < unpackedBytes) throw tooSmall(unpackedBytes);
}

/** Replaces an error of a full disk by one that names the input to change. */
export function explainDisk(error: unknown, unpackedBytes: number): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOSPC" || code === "EDQUOT" ? tooSmall(unpackedBytes, error) : error;
}

function tooSmall(unpackedBytes: number, cause?: unknown): LoadError {
  const megabytes = Math.ceil(unpackedBytes / 1024 / 1024);
  const text = `/tmp is full: the archives need ${megabytes} MB there. Raise \`tmp-size\` (512 to 10240 MB)`;
  return new LoadError(text, { cause });
}
