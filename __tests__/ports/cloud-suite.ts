import { bundleStoreCases } from "./bundle-store-cases.ts";
import { frontDoorCases } from "./front-door-cases.ts";
import { functionsCases } from "./functions-cases.ts";
import { logsCases } from "./logs-cases.ts";
import { rolesCases } from "./roles-cases.ts";
import { schedulesCases } from "./schedules-cases.ts";
import type { Case } from "./world.ts";

/** What every cloud must do: the one on AWS, and the one in memory that tests of the action use. */
export const cloudSuite: readonly Case[] = [
  ...bundleStoreCases,
  ...functionsCases,
  ...frontDoorCases,
  ...rolesCases,
  ...schedulesCases,
  ...logsCases,
];
