import type { FunctionZip } from "../../bundle/function-zip.ts";
import type { ObservedApi } from "../../ports/front-door.ts";
import type { FunctionSettings, ObservedFunction } from "../../ports/functions.ts";
import type { ScheduleSpec } from "../../ports/schedules.ts";
import type { ApiDefinition } from "../front-door/api-definition.ts";
import type { RecordedAssets } from "../records/release-record.ts";
import { diffSchedule } from "../schedule.ts";

/** The state that a deploy wants. */
export interface Desired {
  readonly settings: FunctionSettings;
  readonly zip: FunctionZip;
  readonly api: ApiDefinition;
  /** Undefined: none. */
  readonly schedule: ScheduleSpec | undefined;
}

/** What AWS has now. */
export interface Observed {
  /** The working copy; undefined where there is no function. */
  readonly workingCopy: ObservedFunction | undefined;
  /** The version that carries the traffic. */
  readonly live: (ObservedFunction & { readonly version: string }) | undefined;
  readonly api: ObservedApi | undefined;
  readonly schedule: ScheduleSpec | undefined;
  /** Names that the live release set from its `environment`. */
  readonly formerlySet: readonly string[];
  /** Those of the live release, where they are known. */
  readonly assets: RecordedAssets | undefined;
}

export type Change =
  | { readonly kind: "create-function" }
  | { readonly kind: "release-version"; readonly because: readonly string[] }
  | { readonly kind: "create-api" }
  | { readonly kind: "update-api" }
  | { readonly kind: "create-schedule" }
  | { readonly kind: "update-schedule" }
  | { readonly kind: "delete-schedule" };

/** The changes that lead from what is to what shall be, in order. Empty: nothing to do. */
export function diff(desired: Desired, observed: Observed): readonly Change[] {
  const changes: Change[] = [];
  if (!observed.workingCopy) changes.push({ kind: "create-function" });
  const because = observed.live ? differences(desired, observed.live) : ["nothing is live yet"];
  if (because.length > 0) changes.push({ kind: "release-version", because });
  if (!observed.api) changes.push({ kind: "create-api" });
  else if (observed.api.deployed !== desired.api.digest) changes.push({ kind: "update-api" });
  return [...changes, ...diffSchedule(desired.schedule, observed.schedule)];
}

function differences(desired: Desired, live: ObservedFunction): string[] {
  const found: string[] = [];
  if (desired.zip.sha256 !== live.codeSha256) found.push("bundle or proxy");
  for (const [name, wanted] of Object.entries(desired.settings)) {
    if (name === "Environment") continue;
    if (!contains(live.settings[name], wanted)) found.push(name);
  }
  // Names only: values may be secrets.
  const wanted = desired.settings.Environment.Variables;
  const names = new Set([...Object.keys(wanted), ...Object.keys(live.variables)]);
  for (const name of names) {
    if (wanted[name] !== live.variables[name]) found.push(`variable ${name}`);
  }
  return found;
}

/** True where `actual` has all that `wanted` names: AWS answers with more members than it was given. */
function contains(actual: unknown, wanted: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return actual === wanted;
  if (typeof actual !== "object" || actual === null) return false;
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      actual.length === wanted.length &&
      wanted.every((item, index) => contains(actual[index], item))
    );
  }
  return Object.entries(wanted).every(([name, value]) =>
    contains((actual as Record<string, unknown>)[name], value),
  );
}
