import type { ArchiveRef } from "../../../contract/manifest.ts";
import type { Part } from "../../bundle/parts.ts";
import type { TrustLevel } from "../../inputs/trust.ts";
import type { PackagedRuby } from "../../ruby/packaged.ts";

/** An archive and its parts, so that a build that reuses the archive need not measure them. */
type RecordedArchive = ArchiveRef & { readonly parts: readonly Part[] };

/** What a build records for later builds of the same recipe. Written once, never edited. */
export interface RecipeRecord {
  readonly schema: 1;
  readonly ruby: PackagedRuby;
  /** `ruby` and `gems`. */
  readonly archives: readonly RecordedArchive[];
}

/**
 * Returns a record's key: `<app>/recipes/<trust level>/<digest>.json`. A role may be allowed to write those of one
 * level.
 */
export function recipeKey(app: string, trust: TrustLevel, recipe: string): string {
  return `${app}/recipes/${trust}/${recipe}.json`;
}
