import type { PrewarmMessage } from "../../contract/messages.ts";
import { UserError } from "../errors.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Cloud } from "../ports/cloud.ts";
import type { ScheduleSpec } from "../ports/schedules.ts";
import type { Place } from "./place/find-place.ts";
import { schedulerRoleName } from "./place/names.ts";
import { schedulerRoleSpec } from "./role-specs.ts";

/** The schedule that keeps a stage warm; undefined where it shall have none. */
export function wantedSchedule(
  { prewarmRate, prewarmConcurrency }: Pick<Inputs, "prewarmRate" | "prewarmConcurrency">,
  place: Pick<Place, "app" | "identity" | "aliasArn">,
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
    role: `arn:${partition}:iam::${account}:role/${schedulerRoleName(place.app)}`,
    input: JSON.stringify(message),
  };
}

/**
 * The stage's schedule. Schedules have no tags: what invokes the stage's own alias is ours.
 * @throws UserError where one is wanted and another has its name
 */
export async function findSchedule(
  { schedules }: Cloud,
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

/** Puts the schedule there, with the role that it runs by. The alias must be there before. */
export async function writeSchedule(
  { roles, schedules }: Cloud,
  place: Place,
  schedule: ScheduleSpec,
  how: "create" | "update",
): Promise<void> {
  await roles.ensure(schedulerRoleSpec(place));
  await schedules[how](place.name, schedule);
}
