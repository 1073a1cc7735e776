import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  type SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import type { Waits } from "../ports/clock.ts";
import type { ScheduleSpec, Schedules } from "../ports/schedules.ts";
import { isNotFound } from "./errors/failure.ts";
import { refusalOf } from "./new-role.ts";
import { patiently } from "./retry.ts";

/** Schedules on EventBridge Scheduler, in its default group. */
export function createSchedules(scheduler: SchedulerClient, waits: Waits): Schedules {
  const refusedRole = (role: string) => refusalOf("EventBridge Scheduler", role, "ours");
  return {
    async find(name) {
      try {
        const found = await scheduler.send(new GetScheduleCommand({ Name: name }));
        return {
          expression: found.ScheduleExpression ?? "",
          target: found.Target?.Arn ?? "",
          role: found.Target?.RoleArn ?? "",
          input: found.Target?.Input ?? "",
        };
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },

    async create(name, spec) {
      await patiently(waits, refusedRole(spec.role), () =>
        scheduler.send(new CreateScheduleCommand(inputOf(name, spec))),
      );
    },

    async update(name, spec) {
      await patiently(waits, refusedRole(spec.role), () =>
        scheduler.send(new UpdateScheduleCommand(inputOf(name, spec))),
      );
    },

    async remove(name) {
      try {
        await scheduler.send(new DeleteScheduleCommand({ Name: name }));
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}

function inputOf(name: string, spec: ScheduleSpec): CreateScheduleCommandInput {
  return {
    Name: name,
    Description: "Keeps a stage of megamode-deploy warm",
    ScheduleExpression: spec.expression,
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn: spec.target,
      RoleArn: spec.role,
      Input: spec.input,
      // A late invocation is of no use: the next one follows.
      RetryPolicy: { MaximumRetryAttempts: 0 },
    },
  };
}
