import { activeStorageRisks } from "./active-storage.ts";
import { jobRisks } from "./jobs.ts";
import type { DataSources, Risk } from "./risk.ts";
import { sqliteRisks } from "./sqlite.ts";

/**
 * Finds where an app would lose data: each sandbox has its own /tmp, and does not run between two requests.
 * Values that only Ruby could tell are not guessed.
 */
export function findRisks(from: DataSources): readonly Risk[] {
  return [...sqliteRisks(from), ...activeStorageRisks(from), ...jobRisks(from)];
}
