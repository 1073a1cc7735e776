import { UserError } from "../../errors.ts";
import type { TrustLevel } from "../../inputs/trust.ts";
import { Unreadable } from "../../ports/bundle-store.ts";
import type { Cloud } from "../../ports/cloud.ts";
import type { ObservedFrontDoor } from "../../ports/front-door.ts";
import type { Functions, ObservedFunction } from "../../ports/functions.ts";
import type { ScheduleSpec } from "../../ports/schedules.ts";
import type { Place } from "../place/find-place.ts";
import { LIVE } from "../place/names.ts";
import { assertOurs, TAGS } from "../place/ownership.ts";
import { type RecordedAssets, readRelease } from "../records/read-release.ts";
import { recordKey } from "../records/release-record.ts";
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
  /** Why something in the live release's record is not used, one sentence each. */
  readonly problems: readonly string[];
}

/** The version that carries the traffic. */
type LiveVersion = ObservedFunction & { readonly version: string };

/**
 * Looks at what AWS has of a stage.
 * @param wantsSchedule whether the stage needs its name for a schedule
 * @param trust the stage's level: archives of a later one are not used
 * @throws UserError if a resource with our name belongs to somebody else
 */
export async function observe(
  cloud: Cloud,
  place: Place,
  wantsSchedule: boolean,
  trust: TrustLevel,
): Promise<Observed> {
  const { functions, frontDoor, store } = cloud;
  const workingCopy = await functions.find(place.name);
  assertThisStage("function", place, workingCopy?.tags);
  const live = workingCopy && (await findLive(functions, place.name));
  const door = await frontDoor.find(place, (tags) => assertThisStage(frontDoor.noun, place, tags));
  const record = live && (await readRecord(store, place, live.version));
  return {
    workingCopy,
    live,
    frontDoor: door,
    schedule: await findSchedule(cloud, place, wantsSchedule),
    ...readRelease(record, { app: place.app, trust }),
  };
}

/**
 * A pull request's code takes no stage that was deployed otherwise. A deployed stage takes no preview, which `gc` removes
 * once its pull request is closed, and whose variables were a pull request's.
 */
function assertThisStage(kind: string, place: Place, found: Place["tags"] | undefined): void {
  assertOurs(kind, place.name, found, place.tags);
  const number = found?.[TAGS.pullRequest];
  if (place.level === "deployed" && number !== undefined) {
    throw new UserError(
      `The ${kind} \`${place.name}\` is the preview of pull request ${number}.`,
      `Remove it first (\`command: destroy\`, \`stage: ${place.stage}\`), or give \`stage\` another name.`,
    );
  }
  const isDeployed = found?.[TAGS.stage] !== undefined && number === undefined;
  if (place.level !== "preview" || !isDeployed) return;
  throw new UserError(
    `The ${kind} \`${place.name}\` belongs to a deployed stage, not to a preview.`,
    "Leave `stage` out, so that the pull request gets a stage of its own.",
  );
}

/** Reads a version's record. One that is no JSON counts as one of another form: it must not stop every later deploy. */
async function readRecord(store: Cloud["store"], place: Place, version: string): Promise<unknown> {
  const key = recordKey(place.app, place.stage, version);
  return store.readJson(place.bucket, key).catch((error: unknown) => {
    if (error instanceof Unreadable) return null;
    throw error;
  });
}

async function findLive(functions: Functions, name: string): Promise<LiveVersion | undefined> {
  const version = await functions.findAlias(name, LIVE);
  if (version === undefined) return undefined;
  const found = await functions.find(name, version);
  return found && { ...found, version };
}
