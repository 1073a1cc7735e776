/** Folders of vendored gems, saved from run to run. */
export interface GemCache {
  /**
   * Fills a folder from the entry of exactly this key.
   * @param dir does not exist yet; after an error, or if there is no entry, its content is of no use
   * @returns whether there is an entry
   * @throws Error if the cache cannot be reached
   */
  restore(key: string, dir: string): Promise<boolean>;
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
  restore: async () => false,
  save: async () => true,
  discard: async () => {},
};
