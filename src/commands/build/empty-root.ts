import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Removes what lies in the backing folder.
 * @param except names at its top that stay
 */
export async function emptyRoot(backing: string, except: readonly string[] = []): Promise<void> {
  for (const name of await readdir(backing)) {
    if (!except.includes(name)) await rm(join(backing, name), { recursive: true, force: true });
  }
}
