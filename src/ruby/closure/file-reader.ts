import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { isAbsent } from "../../files.ts";
import { isInside } from "../../paths.ts";
import type { Read } from "./search.ts";

/**
 * Reads the machine's files by the paths that children see: files of the root lie in the backing folder.
 * Each file is read once.
 */
export function createFileReader(backing: string): Read {
  const known = new Map<string, Buffer | undefined>();
  return (path) => {
    if (!known.has(path)) {
      known.set(path, read(isInside(ROOT, path) ? join(backing, relative(ROOT, path)) : path));
    }
    return known.get(path);
  };
}

/** Lists the names in a folder of the machine, sorted; none for a folder that cannot be read. */
export function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
