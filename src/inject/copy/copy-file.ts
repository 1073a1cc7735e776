import { type BigIntStats, lstatSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { copyMode } from "./deterministic-metadata.ts";
import { changed, explained } from "./file-problem.ts";

/** How often a file is copied that changes meanwhile. */
const ATTEMPTS = 3;

/**
 * Copies a file, as it was at one moment. Its mode depends neither on the umask nor on who checked out.
 * @param path of the file, for the reader
 * @param copy a test passes one during which the file changes
 * @returns its size in bytes
 * @throws UserError if it cannot be read, is no file any more, or changes again and again
 */
export async function copyFileWhole(
  from: string,
  to: string,
  path: string,
  copy: typeof copyFile = copyFile,
): Promise<number> {
  try {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const before = lstatSync(from, { bigint: true });
      if (!before.isFile()) break; // Opening a pipe would wait for a writer.
      await copy(from, to);
      if (isSame(before, lstatSync(from, { bigint: true }))) {
        await copyMode(from, to);
        return Number(before.size);
      }
    }
  } catch (error) {
    throw explained(error, path, "copied");
  }
  throw changed(path, "copied");
}

/** Whether a file is the same, and nobody has written to it. */
export function isSame(before: BigIntStats, after: BigIntStats): boolean {
  return before.ino === after.ino && before.size === after.size && before.mtimeNs === after.mtimeNs;
}
