import type { Copy } from "../copy-tree.ts";
import type { Rewrite } from "../rewrite-paths.ts";

/** Data or modules that a library finds by a path that it knows. */
export interface Carried {
  /** The start of the library's name. */
  readonly library: string;
  /** undefined if the library does not have the path compiled in as one string. */
  readonly rewrite: Rewrite | undefined;
  /** What to copy, as far as this machine has it. */
  readonly copies: readonly Copy[];
  /** Environment variables that tell the library the new path, in case it cannot be replaced. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The libraries that travel, by name, and where each came from. */
export type CarriedLibraries = ReadonlyMap<
  string,
  { readonly from: string; readonly bytes: Buffer }
>;
