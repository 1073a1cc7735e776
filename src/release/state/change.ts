import type { ScheduleSpec } from "../../ports/schedules.ts";

/** One step from the observed to the desired state. */
export type Change =
  | { readonly kind: "create-function" }
  /** Removes what Lambda could not make ready when it was created, and creates it. */
  | { readonly kind: "replace-function" }
  /** Settings and code of the working copy. */
  | { readonly kind: "update-function" }
  /** Publishes the working copy and moves the traffic to it once it is healthy. */
  | { readonly kind: "release-version"; readonly because: readonly string[] }
  | { readonly kind: "create-front-door" }
  | { readonly kind: "update-front-door"; readonly id: string }
  | { readonly kind: "create-schedule"; readonly schedule: ScheduleSpec }
  | { readonly kind: "update-schedule"; readonly schedule: ScheduleSpec }
  | { readonly kind: "delete-schedule" };
