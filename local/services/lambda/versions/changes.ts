import { randomUUID } from "node:crypto";
import type { Code, Settings, Version } from "../model.ts";

/** How long a change takes until it is in effect. */
const SETTLE_MS = 150;

/** A version that has just been made: it is pending for a moment. */
export function newVersion(version: string, settings: Settings, code: Code, now: number): Version {
  return { version, settings, code, activeFrom: now + SETTLE_MS, updatedFrom: now, ...stamps(now) };
}

/** `$LATEST` after a change. */
export function changed(
  latest: Version,
  change: Partial<Pick<Version, "settings" | "code">>,
  now: number,
): Version {
  return { ...latest, ...change, ...stamps(now), updatedFrom: now + SETTLE_MS };
}

/** The same version after a change around it, such as of its policy. */
export function touched(version: Version): Version {
  return { ...version, revisions: [randomUUID(), randomUUID()] };
}

function stamps(now: number) {
  return {
    instance: randomUUID(),
    revisions: [randomUUID(), randomUUID()] as const,
    lastModified: new Date(now).toISOString().replace("Z", "+0000"),
  };
}
