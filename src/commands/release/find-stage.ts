import { findPlace, type Place } from "../../release/place/find-place.ts";
import { type Observed, observe } from "../../release/state/observe.ts";
import type { CloudContext } from "../context.ts";
import { maskVariables } from "../mask-variables.ts";

/** A stage as AWS has it now. */
export interface FoundStage {
  readonly place: Place;
  readonly observed: Observed;
}

/** Looks at the stage in AWS. Changes nothing. */
export async function findStage(context: CloudContext): Promise<FoundStage> {
  const { cloud, reporter, inputs, repository } = context;
  const place = await reporter.group("Find the stage", () => findPlace(cloud, inputs, repository));
  const observed = await reporter.group("Observe", () =>
    observe(cloud, place, inputs.prewarmRate !== undefined, inputs.trust),
  );
  maskVariables(reporter, observed.workingCopy, observed.live);
  for (const problem of observed.problems) reporter.warning(problem);
  return { place, observed };
}
