import type { ArchiveName, ArchiveRef } from "../../contract/manifest.ts";
import { archivePrefix } from "../bundle/manifest.ts";
import { levelsUsedBy, type TrustLevel } from "../inputs/trust.ts";
import type { RoleLevel } from "./place/names.ts";

/** What a preview takes from earlier builds of deployed stages. */
const SHARED: readonly ArchiveName[] = ["ruby", "gems"];

/** A piece as older versions named it, by its digest alone and below no trust level: `?` stands for one character. */
const OLDER_PIECE = `${"?".repeat(64)}.zst`;

/**
 * Returns the keys from which an app's execution role reads archives, as IAM's patterns. Those of an older version are
 * among them: its stages share the role, and still start cold while a release fails or until their own comes.
 */
export function readableKeys(app: string, level: RoleLevel): readonly string[] {
  const whole = (trust: TrustLevel) => `${app}/archives/${trust}/*`;
  if (level === "deployed") {
    return [whole("protected"), whole("deployed"), `${app}/archives/${OLDER_PIECE}`];
  }
  const shared = (trust: TrustLevel) => SHARED.map((name) => `${archivePrefix(app, trust, name)}*`);
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
