/** Vendored gems, kept between runs. A cache that fails costs time, never correctness. */
export interface GemCache {
  /** Fills `dir` from the entry of that key; false where there is none. */
  restore(key: string, dir: string): Promise<boolean>;
  /** Keeps a copy of `dir` under that key. */
  save(key: string, dir: string): Promise<void>;
}
