import { randomUUID } from "node:crypto";
import type { Code, Settings, Version } from "../model.ts";

/** How many milliseconds a change takes until it is in effect. */
const SETTLE_MS = 150;

/** Makes a new version. It is pending for a moment. */
export function newVersion(version: string, settings: Settings, code: Code, now: number): Version {
  return { version, settings, code, activeFrom: now + SETTLE_MS, updatedFrom: now, ...stamps(now) };
}

/** Makes `$LATEST` after a change of it. */
export function changed(
  latest: Version,
  change: Partial<Pick<Version, "settings" | "code">>,
  now: number,
): Version {
  return { ...latest, ...change, ...stamps(now), updatedFrom: now + SETTLE_MS };
}

/** Makes the same version after a change of something around it, such as its policy. */
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
