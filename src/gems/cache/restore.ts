import { rm } from "node:fs/promises";
import type { GemCache } from "../../ports/gem-cache.ts";
import { whyForeign } from "./foreign-tree.ts";
import { unseal } from "./seal.ts";

export type Log = (line: string) => void;

/**
 * Fills a folder from the first of some keys that the cache has. A cache that fails, or holds a damaged copy, counts as
 * empty: that costs time and nothing else.
 * @param dir removed first; filled completely, or gone afterwards
 * @returns whether it is filled
 */
export async function restoreGems(
  cache: GemCache,
  keys: readonly string[],
  dir: string,
  log: Log,
): Promise<boolean> {
  const empty = () => rm(dir, { recursive: true, force: true });
  await empty();
  try {
    for (const key of keys) {
      if (!(await cache.restore(key, dir))) continue;
      // Before anything in it is read: a pipe would be waited for.
      const foreign = await whyForeign(dir);
      if (foreign === undefined && (await unseal(dir))) {
        log(`From the cache: ${key}`);
        return true;
      }
      const why = foreign === undefined ? "" : ` (${foreign})`;
      log(`The cache holds a damaged copy, which is not used: ${key}${why}`);
      await cache.discard(key);
      await empty();
    }
  } catch (error) {
    log(`The cache cannot be used: ${(error as Error).message}`);
  }
  await empty();
  return false;
}
