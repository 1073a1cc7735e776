import { findPlace, type Place } from "../../release/place/find-place.ts";
import { checkPrefix } from "../../release/place/prefix-owner.ts";
import { type Observed, observe } from "../../release/state/observe.ts";
import type { CloudContext } from "../context.ts";
import { maskVariables } from "../mask-variables.ts";

/** Where a stage lies. Its app's prefix of the bucket is not another repository's. */
export interface FoundPlace {
  readonly place: Place;
  /** Whether the prefix is claimed, and so ours. */
  readonly isClaimed: boolean;
}

/** A stage as AWS has it now. */
export interface FoundStage extends FoundPlace {
  readonly observed: Observed;
}

/**
 * Finds the stage's place. Changes nothing.
 * @throws UserError if the app's prefix of the bucket is another repository's
 */
export async function findOwnPlace(context: CloudContext): Promise<FoundPlace> {
  const { cloud, reporter, inputs } = context;
  return reporter.group("Find the stage", async () => {
    const place = await findPlace(cloud, inputs, context);
    return { place, isClaimed: await checkPrefix(cloud.store, place) };
  });
}

/** Looks at the stage in AWS. Changes nothing. */
export async function findStage(
  context: CloudContext,
  found: FoundPlace | undefined = undefined,
): Promise<FoundStage> {
  const { cloud, reporter, inputs } = context;
  const own = found ?? (await findOwnPlace(context));
  const observed = await reporter.group("Observe", () =>
    observe(cloud, own.place, inputs.prewarmRate !== undefined, inputs.trust),
  );
  maskVariables(reporter, observed.workingCopy, observed.live);
  for (const problem of observed.problems) reporter.warning(problem);
  return { ...own, observed };
}
