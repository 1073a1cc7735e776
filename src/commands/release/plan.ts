import type { Built } from "../../bundle/built.ts";
import type { Place } from "../../release/place/find-place.ts";
import type { Desired } from "../../release/state/desired.ts";
import type { Observed } from "../../release/state/observe.ts";

/** Everything that is decided before a release changes anything. */
export interface ReleasePlan {
  readonly place: Place;
  readonly bundle: Built;
  readonly desired: Desired;
  readonly observed: Observed;
  /** Whether the function's role was just created or allowed something else: services learn of that a while later. */
  readonly roleChanged: boolean;
}
