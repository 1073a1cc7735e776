import { matchRoute } from "../../http/routes.ts";
import type { Service } from "../../service.ts";
import { notImplemented } from "./model.ts";
import {
  type Call,
  createSchedule,
  deleteSchedule,
  getSchedule,
  listSchedules,
  type SchedulerContext,
  updateSchedule,
} from "./operations.ts";
import { SCHEDULER_ROUTES, type SchedulerOperation } from "./routes.ts";

const OPERATIONS: Readonly<Record<SchedulerOperation, (call: Call) => Promise<unknown>>> = {
  CreateSchedule: createSchedule,
  GetSchedule: getSchedule,
  UpdateSchedule: updateSchedule,
  DeleteSchedule: deleteSchedule,
  ListSchedules: listSchedules,
};

/** Creates EventBridge Scheduler's control plane, for schedules that invoke functions at a rate. */
export function createScheduler(context: SchedulerContext): Service {
  return {
    name: "scheduler",
    protocol: "rest-json",
    async handle(request) {
      const routed = matchRoute(SCHEDULER_ROUTES, request);
      if (routed === undefined) throw notImplemented(`${request.method} ${request.rawPath}`);
      const run = OPERATIONS[routed.operation];
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(await run({ ...context, request, params: routed.params })),
      };
    },
  };
}
