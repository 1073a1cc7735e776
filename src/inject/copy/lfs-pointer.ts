import { closeSync, openSync, readSync } from "node:fs";

/** The first line of a pointer, which is always shorter than 1,024 bytes: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const FIRST_LINE = "version https://git-lfs.github.com/spec/v1\n";
const MOST = 1024;

/**
 * Whether a file is what git keeps in place of a large one.
 * @param size of the file, in bytes
 */
export function isLfsPointer(file: string, size: number): boolean {
  if (size <= FIRST_LINE.length || size >= MOST) return false;
  const fd = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(FIRST_LINE.length);
    readSync(fd, bytes, 0, bytes.length, 0);
    return bytes.toString("latin1") === FIRST_LINE;
  } finally {
    closeSync(fd);
  }
}
