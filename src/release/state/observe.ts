import type { Cloud } from "../../ports/cloud.ts";
import type { ObservedFrontDoor } from "../../ports/front-door.ts";
import type { Functions, ObservedFunction } from "../../ports/functions.ts";
import type { ScheduleSpec } from "../../ports/schedules.ts";
import type { Place } from "../place/find-place.ts";
import { LIVE } from "../place/names.ts";
import { assertOurs } from "../place/ownership.ts";
import {
  formerlySet,
  type RecordedAssets,
  recordedAssets,
  recordKey,
} from "../records/release-record.ts";
import { findSchedule } from "../schedule.ts";

/** What AWS has of a stage now. */
export interface Observed {
  /** Undefined if there is no function. */
  readonly workingCopy: ObservedFunction | undefined;
  readonly live: LiveVersion | undefined;
  readonly frontDoor: ObservedFrontDoor | undefined;
  readonly schedule: ScheduleSpec | undefined;
  /** Names of the variables that the live release's `environment` set. */
  readonly formerlySet: readonly string[];
  /** The live release's digested assets, if its record names them. */
  readonly assets: RecordedAssets | undefined;
}

/** The version that carries the traffic. */
type LiveVersion = ObservedFunction & { readonly version: string };

/**
 * Looks at what AWS has of a stage.
 * @param wantsSchedule whether the stage needs its name for a schedule
 * @throws UserError if a resource with our name belongs to somebody else
 */
export async function observe(
  cloud: Cloud,
  place: Place,
  wantsSchedule: boolean,
): Promise<Observed> {
  const { functions, frontDoor, store } = cloud;
  const workingCopy = await functions.find(place.name);
  const live = workingCopy && (await findLive(functions, place.name));
  const door = await frontDoor.find(place);
  assertOurs("function", place.name, workingCopy?.tags, place.tags);
  assertOurs(frontDoor.noun, place.name, door?.tags, place.tags);
  const record =
    live && (await store.readJson(place.bucket, recordKey(place.app, place.stage, live.version)));
  return {
    workingCopy,
    live,
    frontDoor: door,
    schedule: await findSchedule(cloud, place, wantsSchedule),
    formerlySet: formerlySet(record),
    assets: recordedAssets(record, place.app),
  };
}

async function findLive(functions: Functions, name: string): Promise<LiveVersion | undefined> {
  const version = await functions.findAlias(name, LIVE);
  if (version === undefined) return undefined;
  const found = await functions.find(name, version);
  return found && { ...found, version };
}
