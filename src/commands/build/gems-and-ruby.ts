import type { BundlerInUse } from "../../app/bundler/environment.ts";
import type { Held } from "../../bundle/archive/held.ts";
import type { BuiltArchive } from "../../bundle/built.ts";
import type { Part } from "../../bundle/parts.ts";
import type { PackagedRuby } from "../../ruby/packaged.ts";

/** What lies in the root beside the app. */
export interface GemsAndRuby {
  readonly packaged: PackagedRuby;
  readonly bundler: BundlerInUse;
  /** In words, for the reader. */
  readonly from: "the cache" | "Bundler" | "the job" | "an earlier build";
  /** The archives `ruby` and `gems` of an earlier build; none if they were built here. */
  readonly packedBefore: readonly BuiltArchive[];
  /** The gems before any of them was pruned or stripped; none if an earlier build packed them. */
  readonly unpruned: readonly Part[];
  /** What may be recorded for later builds; undefined if it is recorded already, or must not be. */
  readonly forLater: ForLater | undefined;
}

/** What was made of a recipe. */
export interface ForLater {
  readonly recipe: string;
  /** What Bundler and we had made of it before any code of the app ran: only that is recorded. */
  readonly made: Held;
}
