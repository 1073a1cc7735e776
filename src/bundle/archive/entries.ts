import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** A path to pack, relative to the backing folder. */
export interface Entry {
  readonly path: string;
  readonly kind: "directory" | "file" | "link";
}

/**
 * Everything below some folders, sorted so that every machine lists it alike; a folder comes before what
 * it holds.
 * @param leaveOut told each path relative to the backing folder; true: not packed, nor anything below
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
    const children = await readdir(join(backing, path), { withFileTypes: true });
    for (const child of children.sort(byName)) {
      const childPath = `${path}/${child.name}`;
      if (child.isDirectory()) await visit(childPath);
      else if (!leaveOut(childPath)) add(entries, childPath, child);
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

/** By code unit, whatever the locale. */
function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
