import type { BundlerInUse } from "../../app/bundler/environment.ts";
import type { BuiltArchive } from "../../bundle/built.ts";
import type { Part } from "../../bundle/parts.ts";
import type { PackagedRuby } from "../../ruby/packaged.ts";

/** What lies in the root beside the app. */
export interface GemsAndRuby {
  readonly packaged: PackagedRuby;
  readonly bundler: BundlerInUse;
  /** In words, for the reader. */
  readonly from: "the cache" | "Bundler" | "an earlier build";
  /** The archives `ruby` and `gems` of an earlier build; none if they were built here. */
  readonly packedBefore: readonly BuiltArchive[];
  /** The gems before any of them was pruned or stripped; none if an earlier build packed them. */
  readonly unpruned: readonly Part[];
  /** To be recorded for later builds; undefined if it is recorded already, or is not known. */
  readonly newRecipe: string | undefined;
}
