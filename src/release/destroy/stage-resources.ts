import { UserError } from "../../errors.ts";
import type { Cloud } from "../../ports/cloud.ts";
import { runsPrefix } from "../invoke/run-once.ts";
import type { Place } from "../place/find-place.ts";
import { LIVE, stagePolicyName } from "../place/names.ts";
import { assertOurs, TAGS } from "../place/ownership.ts";
import { checkPrefix } from "../place/prefix-owner.ts";
import { recordsPrefix } from "../records/release-record.ts";
import { executionRole, schedulerRole } from "../role-specs.ts";
import { findSchedule } from "../schedule.ts";
import { removeLog } from "./remove-log.ts";

/** What AWS has of a stage. */
export interface StageResources {
  readonly hasFunction: boolean;
  /** The version that carries the traffic. */
  readonly live: string | undefined;
  readonly frontDoorId: string | undefined;
  readonly hasSchedule: boolean;
}

/**
 * Looks for a stage's function, front door and schedule.
 * @throws UserError if one with the stage's name belongs to another stage, or to somebody else
 */
export async function findStageResources(cloud: Cloud, place: Place): Promise<StageResources> {
  await checkPrefix(cloud.store, place);
  const found = await cloud.functions.find(place.name);
  assertThisStage("function", place, found?.tags);
  const { noun } = cloud.frontDoor;
  const frontDoor = await cloud.frontDoor.find(place, (tags) => assertThisStage(noun, place, tags));
  return {
    hasFunction: found !== undefined,
    live: found && (await cloud.functions.findAlias(place.name, LIVE)),
    frontDoorId: frontDoor?.id,
    hasSchedule: (await findSchedule(cloud, place, false)) !== undefined,
  };
}

/** Compares tags: `a-b` of the app `shop` and `b` of the app `shop-a` have the same name. */
function assertThisStage(kind: string, place: Place, found: Place["tags"] | undefined): void {
  if (found === undefined) return;
  const other = [TAGS.app, TAGS.stage].find((tag) => found[tag] !== place.tags[tag]);
  if (other === undefined || found[TAGS.app] === undefined) {
    assertOurs(kind, place.name, found, place.tags);
    assertPreview(kind, place, found);
    return;
  }
  throw new UserError(
    `The ${kind} \`${place.name}\` is not the stage \`${place.stage}\` of \`${place.app}\`: its tag \`${other}\` is \`${found[other] ?? ""}\`.`,
    "Nothing was removed. Set `app` and `stage` to the stage that you mean.",
  );
}

/**
 * Where a preview is meant, a deployed stage is not removed: `gc` finds previews by tags of APIs, which whoever deploys
 * previews may write. No deployed stage is named `pr-<number>`.
 */
function assertPreview(kind: string, { level, name, stage }: Place, found: Place["tags"]): void {
  if (level !== "preview" || found[TAGS.pullRequest] !== undefined) return;
  if (/^pr-[1-9]\d*$/.test(stage)) return;
  throw new UserError(
    `The ${kind} \`${name}\` is a deployed stage's, and no preview's.`,
    `Nothing was removed. If it shall go, give \`command: destroy\` and \`stage: ${stage}\` in a run that is no pull request's. After \`gc\`, look which API has the tags \`${TAGS.stage}\`: \`${stage}\` and \`${TAGS.pullRequest}\`: somebody added them.`,
  );
}

/**
 * Removes a stage's resources and records. Archives stay, because other stages may name them. The front door
 * goes last, because `gc` finds a preview by it: a removal that is interrupted can be repeated.
 * @param hasOwnRole whether the user gives the function's role: it is neither read nor changed
 * @returns what stays and why, if anything does
 */
export async function removeStageResources(
  cloud: Cloud,
  place: Place,
  resources: StageResources,
  hasOwnRole: boolean,
): Promise<UserError | undefined> {
  const policy = stagePolicyName(place.region, place.stage);
  if (!hasOwnRole) await cloud.roles.removePolicy(executionRole(place), policy);
  if (resources.hasSchedule) {
    await cloud.roles.removePolicy(schedulerRole(place), policy);
    await cloud.schedules.remove(place.name);
  }
  if (resources.hasFunction) await cloud.functions.remove(place.name);
  await cloud.store.removeAll(place.bucket, recordsPrefix(place.app, place.stage));
  await cloud.store.removeAll(place.bucket, runsPrefix(place.app, place.stage));
  const isOurs = resources.hasFunction || resources.frontDoorId !== undefined;
  const log = isOurs ? await removeLog(cloud.logs, place.name) : undefined;
  if (resources.frontDoorId !== undefined) await cloud.frontDoor.remove(resources.frontDoorId);
  return log;
}
