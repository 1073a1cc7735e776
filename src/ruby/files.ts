import { chmod, readdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** All files below a folder, sorted, links not followed; none where there is no such folder. */
export async function listFiles(
  folder: string,
  leaveOut: (name: string) => boolean = () => false,
): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
      throw error;
    },
  );
  const lists = await Promise.all(
    entries
      .filter(({ name }) => !leaveOut(name))
      .map((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return listFiles(path, leaveOut);
        return entry.isFile() ? [path] : [];
      }),
  );
  return lists.flat().sort();
}

/** Replaces a file as a whole, so that what is linked to it elsewhere, such as in a cache, stays as it is. */
export async function replaceFile(path: string, bytes: Buffer | string): Promise<void> {
  const { mode } = await stat(path);
  const next = `${path}.megamode`;
  await writeFile(next, bytes);
  await chmod(next, mode & 0o777);
  await rename(next, path);
}
