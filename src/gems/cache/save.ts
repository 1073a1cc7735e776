import { rename, rm } from "node:fs/promises";
import type { GemCache } from "../../ports/gem-cache.ts";
import { type Log, restoreGems } from "./restore.ts";
import { seal, unseal } from "./seal.ts";

/**
 * Saves a folder for the next run, if that can be done. If another build saved the same gems first, the
 * folder is replaced by that copy: an extension that is compiled twice is not the same bytes twice, and what
 * this build ships must be what later builds restore.
 */
export async function saveGems(cache: GemCache, key: string, dir: string, log: Log): Promise<void> {
  const others = `${dir}.others`;
  try {
    await seal(dir);
    if (await cache.save(key, dir)) {
      log(`Saved in the cache: ${key}`);
    } else if (await restoreGems(cache, [key], others, log)) {
      await rm(dir, { recursive: true });
      await rename(others, dir);
      return;
    }
  } catch (error) {
    log(`The gems cannot be saved for the next run: ${(error as Error).message}`);
  }
  await unseal(dir);
}
