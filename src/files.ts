import { chmod, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What a call finds; undefined where there is no such file or folder. */
export function ifThere<T>(found: Promise<T>): Promise<T | undefined> {
  return found.catch((error: NodeJS.ErrnoException) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
}

/** Whether a call failed because there is no such file or folder. */
export function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return ["ENOENT", "ENOTDIR", "EISDIR", "ELOOP"].includes(code ?? "");
}

/** A file's bytes; undefined where there is none. */
export function readIfThere(path: string): Promise<Buffer | undefined> {
  return ifThere(readFile(path));
}

/** The names in a folder, sorted; none where there is no such folder. */
export async function listNames(folder: string): Promise<readonly string[]> {
  return ((await ifThere(readdir(folder))) ?? []).sort();
}

/** All files below a folder, sorted, links not followed; none where there is no such folder. */
export async function listFiles(
  folder: string,
  leaveOut: (name: string) => boolean = () => false,
): Promise<readonly string[]> {
  const entries = (await ifThere(readdir(folder, { withFileTypes: true }))) ?? [];
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
