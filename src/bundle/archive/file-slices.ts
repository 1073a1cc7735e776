import { closeSync, openSync, readSync } from "node:fs";
import { changed } from "../../inject/copy/file-problem.ts";

/**
 * Reads a file in slices that fit in memory.
 * @param size of the file, in bytes
 * @param most bytes of a slice
 * @param shown its path, for the reader
 * @throws UserError if the file has become shorter
 */
export function* fileSlices(
  file: string,
  size: number,
  most: number,
  shown = file,
): Generator<Buffer> {
  const fd = openSync(file, "r");
  try {
    for (let at = 0; at < size; ) {
      const slice = Buffer.allocUnsafe(Math.min(most, size - at));
      const bytes = readSync(fd, slice, 0, slice.length, at);
      if (bytes === 0) throw changed(shown, "packed");
      yield slice.subarray(0, bytes);
      at += bytes;
    }
  } finally {
    closeSync(fd);
  }
}
