import type { Route } from "../../http/routes.ts";

const ONE = "/schedules/{Name}";

/** The operations that the embedded EventBridge Scheduler implements. */
export const SCHEDULER_ROUTES = [
  { operation: "ListSchedules", method: "GET", path: "/schedules" },
  { operation: "CreateSchedule", method: "POST", path: ONE },
  { operation: "GetSchedule", method: "GET", path: ONE },
  { operation: "UpdateSchedule", method: "PUT", path: ONE },
  { operation: "DeleteSchedule", method: "DELETE", path: ONE },
] as const satisfies readonly Route[];

export type SchedulerOperation = (typeof SCHEDULER_ROUTES)[number]["operation"];
