import type { Preview } from "./task.ts";

/**
 * Whose code may have had a hand in something, most trusted first: stages of `protected-stages`, other stages that are
 * deployed, previews. What was made at one level is used at that level and at later ones, never at an
 * earlier one.
 */
export const TRUST_LEVELS = ["protected", "deployed", "preview"] as const;

export type TrustLevel = (typeof TRUST_LEVELS)[number];

/** Returns a stage's trust level. A preview is never protected, whatever its name. */
export function trustOf(
  stage: string,
  preview: Preview | undefined,
  protectedStages: readonly string[],
): TrustLevel {
  if (preview) return "preview";
  return protectedStages.includes(stage) ? "protected" : "deployed";
}

/** Lists the levels whose work a level may use: its own, and those before it. Most trusted first. */
export function levelsUsedBy(level: TrustLevel): readonly TrustLevel[] {
  return TRUST_LEVELS.slice(0, TRUST_LEVELS.indexOf(level) + 1);
}
