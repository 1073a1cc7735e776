import { randomBytes } from "node:crypto";
import type { Built } from "../../bundle/built.ts";
import type { FunctionZip } from "../../bundle/function-zip.ts";
import { archivesOf, bundleDigest } from "../../bundle/manifest.ts";
import type { Inputs } from "../../inputs/inputs.ts";
import type { FrontDoor, FrontDoorSpec } from "../../ports/front-door.ts";
import type { Architecture, FunctionSettings } from "../../ports/functions.ts";
import type { ScheduleSpec } from "../../ports/schedules.ts";
import type { Place } from "../place/find-place.ts";
import { wantedSchedule } from "../schedule.ts";
import type { Observed } from "./observe.ts";
import { functionSettings } from "./settings.ts";

/** The state that a deploy wants. */
export interface Desired {
  readonly architecture: Architecture;
  readonly settings: FunctionSettings;
  readonly zip: FunctionZip;
  /** Digest of the front door's definition. */
  readonly frontDoor: string;
  readonly frontDoorSpec: FrontDoorSpec;
  /** Undefined if the stage has none. */
  readonly schedule: ScheduleSpec | undefined;
}

/**
 * Decides the state that a deploy wants.
 * @param architecture of the machine that built
 * @param observed what AWS has now: variables that somebody set by hand stay
 */
export function desiredState(
  inputs: Inputs,
  frontDoor: Pick<FrontDoor, "digest">,
  place: Place,
  built: Built,
  architecture: Architecture,
  zip: FunctionZip,
  role: string,
  observed: Observed,
): Desired {
  const frontDoorSpec = { ...place, streams: inputs.responseMode === "stream" };
  return {
    zip,
    architecture,
    settings: functionSettings({
      inputs,
      role,
      bucket: place.bucket,
      bundleDigest: bundleDigest(built.manifest),
      unpackedBytes: archivesOf(built.manifest).reduce((sum, ref) => sum + ref.unpackedBytes, 0),
      presentLogging: [observed.workingCopy, observed.live].map(
        (found) => found?.settings.LoggingConfig,
      ),
      present: observed.workingCopy?.variables ?? {},
      formerlySet: observed.formerlySet,
      sessionSecrets: built.sessionSecrets,
      generateSecret: () => randomBytes(64).toString("hex"),
    }),
    frontDoor: frontDoor.digest(frontDoorSpec),
    frontDoorSpec,
    schedule: wantedSchedule(inputs, place),
  };
}
