import { invalid, notImplemented } from "./model.ts";

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = {
  minute: MINUTE,
  hour: 60 * MINUTE,
  day: 24 * 60 * MINUTE,
};

/**
 * Parses a rate. @returns its period in milliseconds
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based
 */
export function periodOf(expression: string): number {
  if (/^(cron|at)\(.*\)$/.test(expression)) throw notImplemented(`\`${expression}\``);
  const [, value = "", unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const period = Number(value) * (UNITS[unit] ?? 0);
  if (period > 0) return period;
  throw invalid(`Invalid Schedule Expression ${expression}.`);
}
