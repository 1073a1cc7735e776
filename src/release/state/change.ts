import type { ScheduleSpec } from "../../ports/schedules.ts";

/** One step from what is to what shall be. */
export type Change =
  | { readonly kind: "create-function" }
  /** Settings and code of the working copy. */
  | { readonly kind: "update-function" }
  /** Publishes the working copy and, once it is healthy, moves the traffic to it. */
  | { readonly kind: "release-version"; readonly because: readonly string[] }
  | { readonly kind: "create-front-door" }
  | { readonly kind: "update-front-door"; readonly id: string }
  | { readonly kind: "create-schedule"; readonly schedule: ScheduleSpec }
  | { readonly kind: "update-schedule"; readonly schedule: ScheduleSpec }
  | { readonly kind: "delete-schedule" };
