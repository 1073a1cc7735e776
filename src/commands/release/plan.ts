import type { Built } from "../../bundle/built.ts";
import type { Place } from "../../release/place/place.ts";
import type { Desired, Observed } from "../../release/state/state.ts";

/** Everything that is decided before a release changes anything. */
export interface ReleasePlan {
  readonly place: Place;
  readonly bundle: Built;
  readonly desired: Desired;
  readonly observed: Observed;
}
