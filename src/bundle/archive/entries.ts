import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** A path to pack, relative to the backing folder. */
export interface Entry {
  readonly path: string;
  readonly kind: "directory" | "file" | "link";
}

/**
 * Lists everything below some folders, in an order that is the same on every machine. A folder comes before its
 * content.
 * @param leaveOut called with each path relative to the backing folder; true leaves out the path and all below it
 */
export async function listEntries(
  backing: string,
  directories: readonly string[],
  leaveOut: (path: string) => boolean,
): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  const visit = async (path: string): Promise<void> => {
    if (leaveOut(path)) return;
    entries.push({ path, kind: "directory" });
    const found = await readdir(join(backing, path), { withFileTypes: true });
    const children = new Map(found.map((child) => [`${path}/${child.name}`, child]));
    // By code unit, whatever the locale.
    for (const childPath of [...children.keys()].sort()) {
      const child = children.get(childPath);
      if (child?.isDirectory()) await visit(childPath);
      else if (child && !leaveOut(childPath)) add(entries, childPath, child);
    }
  };
  for (const directory of [...directories].sort()) await visit(directory);
  return entries;
}

function add(entries: Entry[], path: string, child: Dirent): void {
  if (child.isSymbolicLink()) entries.push({ path, kind: "link" });
  else if (child.isFile()) entries.push({ path, kind: "file" });
  // Sockets, pipes and devices are no part of an app.
}
