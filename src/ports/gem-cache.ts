/** Vendored gems, kept between runs. A cache that fails costs time, never correctness. */
export interface GemCache {
  /** Fills `dir` from the entry of that key; false where there is none. */
  restore(key: string, dir: string): Promise<boolean>;
  /**
   * Keeps a copy of `dir` under that key. Where another build was first, `dir` becomes what that one kept: an
   * extension that is compiled twice is not the same bytes twice, and what a later build restores must not
   * differ from what this one ships.
   */
  save(key: string, dir: string): Promise<void>;
}
