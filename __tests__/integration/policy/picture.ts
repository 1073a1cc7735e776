import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RestApi } from "../../../local/services/apigateway/model.ts";
import type { Role } from "../../../local/services/iam/store.ts";
import type { Schedule } from "../../../local/services/scheduler/model.ts";
import { openRecords } from "../../../local/state/records.ts";

/** Members that differ from one run to the next: times, and names that AWS makes up. */
const BY_CHANCE = new Set([
  ...["created", "lastModified", "activeFrom", "updatedFrom"],
  ...["id", "instance", "revision", "revisions", "Sid"],
]);

/**
 * What an account holds, in a form in which two accounts are equal if the same was deployed to them.
 */
export function pictureOf(stateDir: string): unknown {
  const apis = Object.values(recordsOf<RestApi>(join(stateDir, "apis"))).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const all = {
    roles: Object.values(recordsOf<Role>(join(stateDir, "roles"))).map(
      ({ name, trustPolicy, policies, attached, tags }) => {
        return { name, trustPolicy, policies, attached, tags };
      },
    ),
    schedules: Object.values(recordsOf<Schedule>(join(stateDir, "schedules"))).map(
      ({ name, settings }) => ({ name, settings }),
    ),
    functions: recordsOf(join(stateDir, "lambda/functions")),
    apis: apis.map(({ name, tags, definition, stages, deployments }) => ({
      ...{ name, tags, definition },
      stages: Object.values(stages).map(({ deploymentId, ...stage }) => ({
        name: stage.name,
        serves: deployments[deploymentId]?.description,
      })),
    })),
    objects: keysIn(join(stateDir, "s3")),
  };
  const text = JSON.stringify(all, (key, value) => (BY_CHANCE.has(key) ? "by chance" : value));
  return JSON.parse(
    apis.reduce((told, { id, name }) => told.replaceAll(id, `id of ${name}`), text),
  );
}

function recordsOf<T>(folder: string): Readonly<Record<string, T>> {
  const records = openRecords<T>(folder);
  return Object.fromEntries(records.keys().map((key) => [key, records.get(key)!]));
}

/** Keys of all buckets. */
function keysIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => (JSON.parse(readFileSync(join(folder, name), "utf8")) as { key: string }).key)
    .sort();
}
