import type { PrewarmMessage } from "../../contract/messages.ts";
import { UserError } from "../errors.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Cloud } from "../ports/cloud.ts";
import type { ScheduleSpec } from "../ports/schedules.ts";
import type { Place } from "./place/find-place.ts";
import { schedulerRoleName } from "./place/names.ts";

/** Returns the schedule that prewarms a stage; undefined if the stage has none. */
export function wantedSchedule(
  { prewarmRate, prewarmConcurrency }: Pick<Inputs, "prewarmRate" | "prewarmConcurrency">,
  place: Pick<Place, "app" | "level" | "identity" | "aliasArn">,
): ScheduleSpec | undefined {
  if (prewarmRate === undefined) return undefined;
  const { account, partition } = place.identity;
  const message: PrewarmMessage = {
    megamode: 1,
    message: "prewarm",
    holdUntil: 0,
    fanOut: prewarmConcurrency,
  };
  return {
    expression: `rate(${prewarmRate})`,
    target: place.aliasArn,
    role: `arn:${partition}:iam::${account}:role/${schedulerRoleName(place.app, place.level)}`,
    input: JSON.stringify(message),
  };
}

/**
 * Finds the stage's schedule. Schedules have no tags: ours is the one that invokes the stage's alias.
 * @param wanted whether the stage needs the name for a schedule of its own
 * @throws UserError if it does, and another schedule has the name
 */
export async function findSchedule(
  { schedules }: Pick<Cloud, "schedules">,
  { name, aliasArn }: Pick<Place, "name" | "aliasArn">,
  wanted: boolean,
): Promise<ScheduleSpec | undefined> {
  const found = await schedules.find(name);
  if (found === undefined || found.target === aliasArn) return found;
  if (!wanted) return undefined;
  throw new UserError(
    `There is a schedule \`${name}\` that megamode-deploy did not make: it invokes \`${found.target}\`.`,
    "Choose another `app` or `stage`, or `prewarm-rate: off`.",
  );
}
