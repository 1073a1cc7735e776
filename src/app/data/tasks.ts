import type { ToldWork } from "../../../contract/told-work.ts";
import { parseConfigYaml } from "./config-yaml.ts";
import type { DataSources, Risk } from "./risk.ts";

/** Where each gem reads which tasks a clock starts, and what shows that there are any. */
const SCHEDULES: readonly (readonly [gem: string, path: string, shows: RegExp])[] = [
  ["whenever", "config/schedule.rb", /^[ \t]*every\b/m],
  ["sidekiq-cron", "config/schedule.yml", /^[ \t]*(cron|every):/m],
  ["sidekiq-scheduler", "config/sidekiq.yml", /^[ \t]*:?schedule:/m],
  ["resque-scheduler", "config/resque_schedule.yml", /^[ \t]*(cron|every):/m],
  ["clockwork", "clock.rb", /^[ \t]*every\b/m],
  ["clockwork", "config/clock.rb", /^[ \t]*every\b/m],
  ["clockwork", "lib/clock.rb", /^[ \t]*every\b/m],
];

/** The task that `rails new` writes into each app. */
const GENERATED = "clear_solid_queue_finished_jobs";

/** Finds tasks that a clock would start, which nothing here does. @param told what the app said of itself, if it did */
export function taskRisks(from: DataSources, told: ToldWork | undefined): readonly Risk[] {
  const files = SCHEDULES.filter(
    ([gem, path, shows]) => from.locked.has(gem) && shows.test(uncommented(from, path)),
  ).map(([gem, path]) => `\`${path}\` (${gem})`);
  const solidQueue = recurring(from).map((name) => `\`${name}\` (\`config/recurring.yml\`)`);
  const others = (told?.tasks ?? []).map(({ by, name }) => `\`${name}\` (${by})`);
  const found = [...files, ...solidQueue, ...others];
  if (found.length === 0) return [];
  const shown = found.slice(0, 5).join(", ");
  const more = found.length > 5 ? ` and ${found.length - 5} more` : "";
  return [
    {
      kind: "idle",
      what: `Nothing here starts tasks at their time: ${shown}${more}.`,
      fix: "Start them elsewhere on the same database, such as by a scheduled workflow or a server with the queue's workers.",
    },
  ];
}

function uncommented({ files }: DataSources, path: string): string {
  return (files.get(path) ?? "").replace(/^[ \t]*#.*$/gm, "");
}

/** Names of Solid Queue's tasks: those of the Rails environment, if the file has a part for it. */
function recurring(from: DataSources): readonly string[] {
  if (!from.locked.has("solid_queue")) return [];
  const all = parseConfigYaml(uncommented(from, "config/recurring.yml"), from.environment);
  const own = all[from.railsEnv];
  const tasks = typeof own === "object" ? own : all;
  return Object.entries(tasks)
    .filter(([name, task]) => name !== GENERATED && typeof task === "object" && "schedule" in task)
    .map(([name]) => name);
}
