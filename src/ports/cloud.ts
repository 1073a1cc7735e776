import type { BundleStore } from "./bundle-store.ts";
import type { FrontDoor } from "./front-door.ts";
import type { Functions } from "./functions.ts";
import type { Logs } from "./logs.ts";
import type { Roles } from "./roles.ts";
import type { Schedules } from "./schedules.ts";

/** Everything that the action uses of AWS. */
export interface Cloud {
  readonly region: string;
  readonly store: BundleStore;
  readonly functions: Functions;
  readonly frontDoor: FrontDoor;
  readonly roles: Roles;
  readonly schedules: Schedules;
  readonly logs: Logs;
}
