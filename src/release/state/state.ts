import type { FunctionZip } from "../../bundle/function-zip.ts";
import type { ObservedFrontDoor } from "../../ports/front-door.ts";
import type { FunctionSettings, ObservedFunction } from "../../ports/functions.ts";
import type { ScheduleSpec } from "../../ports/schedules.ts";
import type { RecordedAssets } from "../records/release-record.ts";

/** The state that a deploy wants. */
export interface Desired {
  readonly settings: FunctionSettings;
  readonly zip: FunctionZip;
  /** Digest of what the front door serves. */
  readonly frontDoor: string;
  /** Undefined: none. */
  readonly schedule: ScheduleSpec | undefined;
}

/** What AWS has now. */
export interface Observed {
  /** The working copy; undefined where there is no function. */
  readonly workingCopy: ObservedFunction | undefined;
  /** The version that carries the traffic. */
  readonly live: (ObservedFunction & { readonly version: string }) | undefined;
  readonly frontDoor: ObservedFrontDoor | undefined;
  readonly schedule: ScheduleSpec | undefined;
  /** Names that the live release set from its `environment`. */
  readonly formerlySet: readonly string[];
  /** Those of the live release, where they are known. */
  readonly assets: RecordedAssets | undefined;
}
