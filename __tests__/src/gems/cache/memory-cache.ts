import type { GemCache } from "../../../../src/ports/gem-cache.ts";
import { readTree, tree, writeTree } from "../../../tree.ts";

export interface MemoryCache extends GemCache {
  /** Key -> path -> content. */
  readonly entries: Map<string, Record<string, string>>;
}

/** A gem cache in memory: of files, without modes and links. The first build to save a key has it. */
export function memoryCache(): MemoryCache {
  const entries = new Map<string, Record<string, string>>();
  return {
    entries,
    async restore(key, dir) {
      const found = entries.get(key);
      if (found !== undefined) writeTree(dir, found);
      return found !== undefined;
    },
    async save(key, dir) {
      if (entries.has(key)) return false;
      entries.set(key, readTree(dir));
      return true;
    },
    async discard(key) {
      entries.delete(key);
    },
  };
}

/** Gems as one build made them. */
export function vendored(extension = "compiled"): string {
  return tree({ "ruby/fast.so": extension });
}
