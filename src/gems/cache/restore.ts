import { rename, rm } from "node:fs/promises";
import type { GemCache } from "../../ports/gem-cache.ts";
import { seal, unseal } from "./seal.ts";

type Log = (line: string) => void;

/** What a cache had: the very gems, those of another lockfile, or nothing that can be used. */
export type Kept = "exact" | "near" | "nothing";

/**
 * Fills a folder from the cache. A cache that fails, or holds what is not whole, costs time only: it is as if
 * it had nothing.
 * @param dir gone, or whole
 */
export async function restoreGems(
  cache: GemCache,
  keys: { readonly key: string; readonly near: readonly string[] },
  dir: string,
  log: Log,
): Promise<Kept> {
  const empty = () => rm(dir, { recursive: true, force: true });
  await empty();
  try {
    const found = await cache.restore(keys.key, keys.near, dir);
    if (found === undefined) return "nothing";
    if (await unseal(dir)) {
      log(`${found === keys.key ? "From" : "Nearest in"} the cache: ${found}`);
      return found === keys.key ? "exact" : "near";
    }
    log(`What the cache has is not whole, and not used: ${found}`);
    await cache.discard(found);
  } catch (error) {
    log(`The cache cannot be used: ${(error as Error).message}`);
  }
  await empty();
  return "nothing";
}

/**
 * Keeps a folder for the next run, if that can be done. Where another build of the same gems was first, the
 * folder becomes what that one kept: an extension that is compiled twice is not the same bytes twice, and what
 * a later build restores must not differ from what this one ships.
 */
export async function keepGems(cache: GemCache, key: string, dir: string, log: Log): Promise<void> {
  const others = `${dir}.others`;
  try {
    await seal(dir);
    if (await cache.save(key, dir)) {
      log(`Kept in the cache: ${key}`);
    } else if ((await restoreGems(cache, { key, near: [] }, others, log)) === "exact") {
      await rm(dir, { recursive: true });
      await rename(others, dir);
      return;
    }
  } catch (error) {
    log(`The gems cannot be kept for the next run: ${(error as Error).message}`);
  }
  await unseal(dir);
}
