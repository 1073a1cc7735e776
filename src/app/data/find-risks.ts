import type { ToldWork } from "../../../contract/told-work.ts";
import { activeStorageRisks } from "./active-storage.ts";
import { jobRisks } from "./jobs.ts";
import type { DataSources, Risk } from "./risk.ts";
import { sqliteRisks } from "./sqlite.ts";
import { taskRisks } from "./tasks.ts";

/**
 * Finds where an app would lose data: each sandbox has its own /tmp, and does not run between two requests.
 * Values that only Ruby could tell are not guessed.
 */
export function findRisks(from: DataSources): readonly Risk[] {
  return [...sqliteRisks(from), ...activeStorageRisks(from)];
}

/**
 * Finds work that nobody would do.
 * @param told what the app said of itself in a preflight; undefined if nobody asked it
 */
export function findIdleWork(from: DataSources, told: ToldWork | undefined): readonly Risk[] {
  return [...jobRisks(from, told), ...taskRisks(from, told)];
}
