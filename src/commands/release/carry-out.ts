import type { ColdStart } from "../../../contract/messages.ts";
import { stagePolicyName } from "../../release/place/names.ts";
import { schedulerRole } from "../../release/role-specs.ts";
import type { Change } from "../../release/state/change.ts";
import type { Context } from "../context.ts";
import type { ReleasePlan } from "./plan.ts";
import { releaseVersion } from "./release-version.ts";

/** What serves once all changes are made. */
export interface Serving {
  /** Public URL of the stage, without a trailing slash. */
  readonly url: string;
  readonly version: string;
  /** Undefined when no version was released. */
  readonly coldStart: ColdStart | undefined;
}

/** Makes the changes in their order, and nothing else. */
export async function carryOut(
  context: Context,
  plan: ReleasePlan,
  changes: readonly Change[],
): Promise<Serving> {
  const { cloud, reporter } = context;
  const { place, desired, observed } = plan;
  const { name } = place;
  const { architecture, settings, zip } = desired;
  const workingCopy = { name, architecture, settings, zip: zip.content };
  let url = observed.frontDoor?.url ?? "";
  let live = {
    version: observed.live?.version ?? "",
    coldStart: undefined as ColdStart | undefined,
  };
  const released = changes.find((change) => change.kind === "release-version");
  if (released) {
    reporter.info(`A new version is needed, because of: ${released.because.join(", ")}`);
  } else {
    const said = changes.length === 0 ? "Nothing to do" : "No new version";
    reporter.info(
      `${said}: version ${live.version} already has this bundle and this configuration.`,
    );
  }
  const make = async (change: Change): Promise<void> => {
    switch (change.kind) {
      case "create-function":
        return cloud.functions.create({ ...workingCopy, tags: place.tags });
      case "replace-function":
        await cloud.functions.remove(name);
        return cloud.functions.create({ ...workingCopy, tags: place.tags });
      case "update-function":
        return cloud.functions.update(workingCopy);
      case "release-version":
        live = await releaseVersion(context, plan);
        return;
      case "create-front-door":
        url = (await cloud.frontDoor.create(desired.frontDoorSpec)).url;
        return;
      case "update-front-door":
        return cloud.frontDoor.update(change.id, desired.frontDoorSpec);
      case "create-schedule":
        return cloud.schedules.create(name, change.schedule);
      case "update-schedule":
        return cloud.schedules.update(name, change.schedule);
      case "delete-schedule":
        await cloud.schedules.remove(name);
        return cloud.roles.removePolicy(
          schedulerRole(place),
          stagePolicyName(place.region, place.stage),
        );
    }
  };
  for (const change of changes) {
    // The steps of a release have groups of their own.
    if (change.kind === "release-version") await make(change);
    else await reporter.group(TITLES[change.kind], () => make(change));
  }
  return { url, ...live };
}

const TITLES: Readonly<Record<Exclude<Change["kind"], "release-version">, string>> = {
  "create-function": "Create the function",
  "replace-function": "Replace the function, which Lambda could not make ready",
  "update-function": "Update the function",
  "create-front-door": "Create the front door",
  "update-front-door": "Update the front door",
  "create-schedule": "Create the schedule",
  "update-schedule": "Update the schedule",
  "delete-schedule": "Delete the schedule",
};
