/** Folders of vendored gems, kept between runs. */
export interface GemCache {
  /**
   * Fills a folder from the entry of a key or, where there is none, from the newest one whose key begins with
   * one of `near`, the first of those first.
   * @param dir does not exist yet; whatever is there after an error is of no use
   * @returns the entry's key; undefined where nothing was found
   * @throws Error where the cache cannot be asked
   */
  restore(key: string, near: readonly string[], dir: string): Promise<string | undefined>;
  /**
   * Keeps a copy of a folder.
   * @returns false where it did not become the key's entry: another build may have been first
   * @throws Error where it cannot be kept
   */
  save(key: string, dir: string): Promise<boolean>;
  /** Forgets an entry that is of no use, where that can be done. */
  discard(key: string): Promise<void>;
}

/** Where the user wants none. */
export const noGemCache: GemCache = {
  restore: async () => undefined,
  save: async () => true,
  discard: async () => {},
};
