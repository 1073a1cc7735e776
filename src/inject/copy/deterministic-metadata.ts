import { chmod, lstat, readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { sha256OfFile } from "../../digest.ts";
import { contentTime, FOLDER_TIME } from "../../file-times.ts";
import { NEVER_PACKED } from "./copy-rule.ts";

/**
 * Gives every file and folder below one a mode and a time that follow from its content alone, not from the
 * machine, the umask or the hour. Bootsnap keys its cache by time, so the staged tree must already have the times
 * that the packed one will have.
 */
export async function setDeterministicMetadata(dir: string): Promise<void> {
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory() && !NEVER_PACKED.includes(entry.name))
      await setDeterministicMetadata(path);
    if (entry.isFile()) await setTimeOfFile(path);
  }
  await chmod(dir, 0o755);
  await utimes(dir, FOLDER_TIME, FOLDER_TIME);
}

/** Does the same for one file. */
export async function setTimeOfFile(path: string): Promise<void> {
  await copyMode(path, path);
  const time = contentTime(await sha256OfFile(path));
  await utimes(path, time, time);
}

/** Gives a file another's mode, as far as git keeps it: whether it can be executed. */
export async function copyMode(from: string, to: string): Promise<void> {
  await chmod(to, (await lstat(from)).mode & 0o100 ? 0o755 : 0o644);
}
