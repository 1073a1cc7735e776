import type { Rewrite } from "../rewrite-paths.ts";

/** Data or modules whose path a library has compiled in. */
export interface Carried {
  /** In which library: start of its name. */
  readonly library: string;
  /** undefined where the path is not to be found in the library as one string. */
  readonly rewrite: Rewrite | undefined;
  /** What to copy, where it is there; `to` is below the root. */
  readonly copies: readonly Copy[];
  /** Set where the library's path cannot be replaced. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface Copy {
  readonly from: string;
  readonly to: string;
}

/** Libraries that travel, by name, and where each came from. */
export type CarriedLibraries = ReadonlyMap<
  string,
  { readonly from: string; readonly bytes: Buffer }
>;
