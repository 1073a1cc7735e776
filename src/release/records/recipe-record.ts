import type { ArchiveRef } from "../../../contract/manifest.ts";
import type { Part } from "../../bundle/parts.ts";
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

/** Returns a record's key: `<app>/recipes/<digest>.json`. */
export function recipeKey(app: string, recipe: string): string {
  return `${app}/recipes/${recipe}.json`;
}
