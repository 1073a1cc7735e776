import { Env } from "./environment.ts";

/** Returns what visitors read while a stage is in maintenance; undefined: it is not. */
export function maintenanceText(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const value = environment[Env.maintenance]?.trim() ?? "";
  if (/^(0|false|off|)$/i.test(value)) return undefined;
  return /^(1|true|on)$/i.test(value) ? "Please try again in a few minutes." : value;
}
