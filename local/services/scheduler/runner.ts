import type { Records } from "../../state/records.ts";
import type { Schedule, Target } from "./model.ts";
import { periodOf } from "./rate.ts";

/** Runs schedules when they are due. */
export interface Runner {
  /** Starts the schedules that are due by the clock and waits until all running ones have ended. */
  run(): Promise<void>;
}

/**
 * Creates the runner.
 * @param invoke invokes a target. Its errors go to stderr; on AWS only a metric counts them
 */
export function createRunner(
  schedules: Records<Schedule>,
  invoke: (target: Target, name: string) => Promise<void>,
  now: () => number,
): Runner {
  const running = new Set<Promise<void>>();

  function start({ name, settings }: Schedule): void {
    const run = invoke(settings.Target, name)
      .catch((error: unknown) => {
        console.error(`The schedule ${name} failed: ${(error as Error).message}`);
      })
      .finally(() => running.delete(run));
    running.add(run);
  }

  return {
    async run() {
      for (const key of schedules.keys()) {
        const schedule = schedules.get(key)!;
        if (schedule.due > now()) continue;
        // Runs that were missed while nothing ran are not caught up on.
        const period = periodOf(schedule.settings.ScheduleExpression);
        const missed = Math.floor((now() - schedule.due) / period);
        schedules.set(key, { ...schedule, due: schedule.due + (missed + 1) * period });
        if (schedule.settings.State === "ENABLED") start(schedule);
      }
      await Promise.all(running);
    },
  };
}
