import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import type { Read } from "./search.ts";

/**
 * The machine's files by the paths that children see: the root's lie in the backing folder. Each is read
 * once.
 */
export function reader(backing: string): Read {
  const known = new Map<string, Buffer | undefined>();
  return (path) => {
    if (!known.has(path)) {
      const file = path.startsWith(`${ROOT}/`) ? join(backing, relative(ROOT, path)) : path;
      known.set(path, readIfThere(file));
    }
    return known.get(path);
  };
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR", "EISDIR", "ELOOP"].includes(code ?? "")) return undefined;
    throw error;
  }
}
