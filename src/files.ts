import { constants } from "node:fs";
import { chmod, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The error codes that the system gives if a path leads to no file, or to no folder: ENXIO for a socket. */
const ABSENT: ReadonlySet<string | undefined> = new Set([
  "ENOENT",
  "ENOTDIR",
  "EISDIR",
  "ELOOP",
  "ENXIO",
]);

/** What a call finds; undefined if there is no such file or folder. Any other error is thrown. */
export function ifThere<T>(found: Promise<T>): Promise<T | undefined> {
  return found.catch((error: NodeJS.ErrnoException) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
}

/** Whether a call failed because there is no such file or folder. */
export function isAbsent(error: unknown): boolean {
  return ABSENT.has((error as NodeJS.ErrnoException).code);
}

/** Opening a pipe to which nobody writes would wait for a writer. */
const flag = constants.O_RDONLY | constants.O_NONBLOCK;

/** Reads a file's bytes; undefined if there is no such file. */
export function readIfThere(path: string): Promise<Buffer | undefined> {
  return ifThere(readFile(path, { flag }));
}

/** Reads a file as UTF-8; undefined if there is no such file. */
export function readTextIfThere(path: string): Promise<string | undefined> {
  return ifThere(readFile(path, { encoding: "utf8", flag }));
}

/** Lists the names in a folder, sorted; none if there is no such folder. */
export async function listNames(folder: string): Promise<readonly string[]> {
  return ((await ifThere(readdir(folder))) ?? []).sort();
}

/** Lists all files below a folder, sorted, links not followed; none if there is no such folder. */
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

/** Replaces a file by a new one of the same mode. Hard links to the old one, such as in a cache, are not changed. */
export async function replaceFile(path: string, bytes: Buffer | string): Promise<void> {
  const { mode } = await stat(path);
  const next = `${path}.megamode`;
  await writeFile(next, bytes);
  await chmod(next, mode & 0o777);
  await rename(next, path);
}
