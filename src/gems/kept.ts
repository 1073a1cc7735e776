import { rm } from "node:fs/promises";
import type { GemCache } from "../ports/gem-cache.ts";
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
  } catch (error) {
    log(`The cache cannot be used: ${(error as Error).message}`);
  }
  await empty();
  return "nothing";
}

/** Keeps a folder for the next run, if that can be done. */
export async function keepGems(
  cache: GemCache,
  key: string,
  dir: string,
  log: Log,
): Promise<void> {
  try {
    await seal(dir);
    await cache.save(key, dir);
    log(`Kept in the cache: ${key}`);
  } catch (error) {
    log(`The gems cannot be kept for the next run: ${(error as Error).message}`);
  }
  await unseal(dir);
}
