import { chmod, lstat, readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { sha256OfFile } from "../../digest.ts";
import { contentTime, FOLDER_TIME } from "../../file-times.ts";
import { NEVER_PACKED } from "./copy-rule.ts";

/**
 * Gives every file and folder the mode and time that follow from what it is, not from the machine, the
 * umask or the hour. Bootsnap keys its cache by time, so the staged tree must already have the times
 * that the packed one will have.
 */
export async function settleTree(dir: string): Promise<void> {
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory() && !NEVER_PACKED.includes(entry.name)) await settleTree(path);
    if (entry.isFile()) await settleFile(path);
  }
  await chmod(dir, 0o755);
  await utimes(dir, FOLDER_TIME, FOLDER_TIME);
}

async function settleFile(path: string): Promise<void> {
  await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644);
  const time = contentTime(await sha256OfFile(path));
  await utimes(path, time, time);
}
