import { rm } from "node:fs/promises";
import type { GemCache } from "../../ports/gem-cache.ts";
import { whyForeign } from "./foreign-tree.ts";
import { unseal } from "./seal.ts";

export type Log = (line: string) => void;

/** What a cache had: exactly these gems, those of another lockfile, or nothing that can be used. */
export type Restored = "exact" | "near" | "nothing";

/**
 * Fills a folder from the cache. A cache that fails, or holds a damaged copy, counts as empty: that costs time
 * and nothing else.
 * @param dir removed first; filled completely, or gone afterwards
 */
export async function restoreGems(
  cache: GemCache,
  keys: { readonly key: string; readonly near: readonly string[] },
  dir: string,
  log: Log,
): Promise<Restored> {
  const empty = () => rm(dir, { recursive: true, force: true });
  await empty();
  try {
    const found = await cache.restore(keys.key, keys.near, dir);
    if (found === undefined) return "nothing";
    // Before anything in it is read: a pipe would be waited for.
    const foreign = await whyForeign(dir);
    if (foreign === undefined && (await unseal(dir))) {
      const restored = found === keys.key ? "exact" : "near";
      log(`${restored === "exact" ? "From" : "Nearest in"} the cache: ${found}`);
      return restored;
    }
    const why = foreign === undefined ? "" : ` (${foreign})`;
    log(`The cache holds a damaged copy, which is not used: ${found}${why}`);
    await cache.discard(found);
  } catch (error) {
    log(`The cache cannot be used: ${(error as Error).message}`);
  }
  await empty();
  return "nothing";
}
