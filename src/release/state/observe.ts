import type { Cloud } from "../../ports/cloud.ts";
import type { Place } from "../place/find-place.ts";
import { LIVE } from "../place/names.ts";
import { assertOurs } from "../place/ownership.ts";
import { formerlySet, recordedAssets, recordKey } from "../records/release-record.ts";
import { findSchedule } from "../schedule.ts";
import type { Observed } from "./state.ts";

/**
 * Looks at what AWS has of a stage.
 * @throws UserError where a resource of our name is somebody else's
 */
export async function observe(
  cloud: Cloud,
  place: Place,
  wantsSchedule: boolean,
): Promise<Observed> {
  const { functions, frontDoor, store } = cloud;
  const workingCopy = await functions.find(place.name);
  const version = workingCopy ? await functions.findAlias(place.name, LIVE) : undefined;
  const live = version ? await functions.find(place.name, version) : undefined;
  const door = await frontDoor.find(place);
  assertOurs("function", place.name, workingCopy?.tags, place.tags);
  assertOurs(frontDoor.noun, place.name, door?.tags, place.tags);
  const record = version
    ? await store.readJson(place.bucket, recordKey(place.app, place.stage, version))
    : undefined;
  return {
    workingCopy,
    live: live && version ? { ...live, version } : undefined,
    frontDoor: door,
    schedule: await findSchedule(cloud, place, wantsSchedule),
    formerlySet: formerlySet(record),
    assets: recordedAssets(record),
  };
}
