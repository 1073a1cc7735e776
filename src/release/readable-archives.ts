import type { ArchiveName, ArchiveRef } from "../../contract/manifest.ts";
import { archivePrefix } from "../bundle/manifest.ts";
import { levelsUsedBy, type TrustLevel } from "../inputs/trust.ts";
import type { RoleLevel } from "./place/names.ts";

/** What a preview takes from earlier builds of deployed stages. */
const SHARED: readonly ArchiveName[] = ["ruby", "gems"];

/** Returns the prefixes below which an app's execution role reads archives. */
export function readablePrefixes(app: string, level: RoleLevel): readonly string[] {
  const whole = (trust: TrustLevel) => `${app}/archives/${trust}/`;
  if (level === "deployed") return [whole("protected"), whole("deployed")];
  const shared = (trust: TrustLevel) => SHARED.map((name) => archivePrefix(app, trust, name));
  return [whole("preview"), ...shared("protected"), ...shared("deployed")];
}

/**
 * Whether a release may carry over assets of an archive: its role reads it, and nothing flows from a later trust
 * level to an earlier one. The archive's prefix comes from a record, so it is compared as a whole.
 */
export function mayCarryOver(
  app: string,
  trust: TrustLevel,
  { name, prefix }: ArchiveRef,
): boolean {
  const levels = trust === "preview" ? [trust] : levelsUsedBy(trust);
  return levels.some((level) => prefix === archivePrefix(app, level, name));
}
