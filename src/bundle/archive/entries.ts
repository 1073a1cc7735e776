import { join } from "node:path";
import { explained } from "../../inject/copy/file-problem.ts";
import { listFolder, type Named, notUtf8 } from "../../inject/copy/names.ts";

/** A path to pack, relative to the backing folder. */
export interface Entry {
  readonly path: string;
  readonly kind: "directory" | "file" | "link";
}

/**
 * Lists everything below some folders, in an order that is the same on every machine. A folder comes before its
 * content.
 * @param leaveOut called with each path relative to the backing folder; true leaves out the path and all below it
 * @throws UserError for a name that is not UTF-8, or a folder that is gone when it is read
 */
export async function listEntries(
  backing: string,
  directories: readonly string[],
  leaveOut: (path: string, isFolder: boolean) => boolean,
): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  const visit = async (path: string): Promise<void> => {
    if (leaveOut(path, true)) return;
    entries.push({ path, kind: "directory" });
    const found = await listFolder(join(backing, path)).catch((error: unknown) => {
      throw explained(error, path, "packed");
    });
    const children = new Map(found.map((child) => [`${path}/${child.name}`, child]));
    // By code unit, whatever the locale.
    for (const childPath of [...children.keys()].sort()) {
      const child = children.get(childPath);
      if (child?.isDirectory() && child.rawName === undefined) await visit(childPath);
      else if (child && !leaveOut(childPath, false)) add(entries, path, child);
    }
  };
  for (const directory of [...directories].sort()) await visit(directory);
  return entries;
}

function add(entries: Entry[], folder: string, child: Named): void {
  if (child.rawName !== undefined) throw notUtf8(folder, child.rawName, "packed");
  const path = `${folder}/${child.name}`;
  if (child.isSymbolicLink()) entries.push({ path, kind: "link" });
  else if (child.isFile()) entries.push({ path, kind: "file" });
  // Sockets, pipes and devices are no part of an app.
}
