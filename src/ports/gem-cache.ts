/** Folders of vendored gems, saved from run to run. */
export interface GemCache {
  /**
   * Fills a folder from the entry of a key. If there is none, takes the newest entry whose key begins with the
   * first of `near`, else with the second, and so on.
   * @param dir does not exist yet; after an error its content is of no use
   * @returns the entry's key; undefined if nothing was found
   * @throws Error if the cache cannot be reached
   */
  restore(key: string, near: readonly string[], dir: string): Promise<string | undefined>;
  /**
   * Saves a copy of a folder.
   * @returns false if it did not become the key's entry: another build may have been first
   * @throws Error if it cannot be saved
   */
  save(key: string, dir: string): Promise<boolean>;
  /** Removes an entry that is of no use, if the cache can do that. */
  discard(key: string): Promise<void>;
}

/** No cache: the user wants none. */
export const noGemCache: GemCache = {
  restore: async () => undefined,
  save: async () => true,
  discard: async () => {},
};
