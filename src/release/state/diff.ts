import { isDeepStrictEqual } from "node:util";
import type { ObservedFunction } from "../../ports/functions.ts";
import type { ScheduleSpec } from "../../ports/schedules.ts";
import type { Change } from "./change.ts";
import type { Desired } from "./desired.ts";
import { isAsWanted } from "./is-as-wanted.ts";
import type { Observed } from "./observe.ts";

/** Returns the changes from the observed to the desired state, in order. Empty if there is nothing to do. */
export function diff(desired: Desired, observed: Observed): readonly Change[] {
  return [
    ...diffFunction(desired, observed),
    ...diffFrontDoor(desired.frontDoor, observed.frontDoor),
    ...diffSchedule(desired.schedule, observed.schedule),
  ];
}

/** Compares with the live version. A new version is published from the working copy, which changes first. */
function diffFunction(desired: Desired, observed: Observed): readonly Change[] {
  const { live } = observed;
  const because = live ? differences(desired, live) : ["nothing is live yet"];
  if (because.length === 0) return [];
  return [{ kind: diffWorkingCopy(observed) }, { kind: "release-version", because }];
}

/**
 * Lambda refuses every change of a function that it could not make ready when it was created. Such a one serves nobody.
 * https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 * https://github.com/alantech/iasql/issues/1672
 */
function diffWorkingCopy({ workingCopy, live }: Observed) {
  if (workingCopy === undefined) return "create-function";
  const isUseless = workingCopy.settings.State === "Failed" && live === undefined;
  return isUseless ? "replace-function" : "update-function";
}

function diffFrontDoor(wanted: string, found: Observed["frontDoor"]): readonly Change[] {
  if (!found) return [{ kind: "create-front-door" }];
  return found.serves === wanted ? [] : [{ kind: "update-front-door", id: found.id }];
}

function diffSchedule(
  wanted: ScheduleSpec | undefined,
  found: ScheduleSpec | undefined,
): readonly Change[] {
  if (!wanted) return found ? [{ kind: "delete-schedule" }] : [];
  if (!found) return [{ kind: "create-schedule", schedule: wanted }];
  return isDeepStrictEqual(wanted, found) ? [] : [{ kind: "update-schedule", schedule: wanted }];
}

/** Names what differs. */
function differences(desired: Desired, live: ObservedFunction): string[] {
  const found: string[] = [];
  if (desired.zip.sha256 !== live.codeSha256) found.push("bundle or proxy");
  const { architecture, settings } = desired;
  for (const [name, wanted] of Object.entries({ ...settings, Architectures: [architecture] })) {
    if (name === "Environment") continue;
    if (!isAsWanted(name, live.settings[name], wanted)) found.push(name);
  }
  // Only names: values may be secrets.
  const wanted = settings.Environment.Variables;
  const names = new Set([...Object.keys(wanted), ...Object.keys(live.variables)]);
  for (const name of names) {
    if (wanted[name] !== live.variables[name]) found.push(`variable ${name}`);
  }
  return found;
}
