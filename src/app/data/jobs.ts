import { railsSetting } from "./rails-setting.ts";
import type { DataSources, Risk } from "./risk.ts";

/** Gems that run jobs; Active Job's adapter for each has the gem's name. */
const QUEUES = [
  "sidekiq",
  "solid_queue",
  "good_job",
  "delayed_job",
  "resque",
  "que",
  "sucker_punch",
];

/** Adapters that run jobs in threads of the rack server; `async` is Rails' default. */
const IN_PROCESS = ["async", "sucker_punch"];

/** Finds jobs that nobody would run. */
export function jobRisks(from: DataSources): readonly Risk[] {
  const adapter =
    railsSetting(from, "active_job.queue_adapter") ||
    QUEUES.find((gem) => from.locked.has(gem)) ||
    "async";
  // `rails new` sets an adapter in apps without jobs too; Sidekiq is there only if somebody added it.
  if (!hasJobs(from.files) && adapter !== "sidekiq") return [];
  if (IN_PROCESS.includes(adapter)) {
    return [
      idle(
        `Jobs run inside the rack server (\`${adapter}\`): a sandbox stands still between two requests, so unfinished jobs are late or lost.`,
      ),
    ];
  }
  return QUEUES.includes(adapter)
    ? [idle(`Jobs are queued for \`${adapter}\`, and nothing here runs them.`)]
    : [];
}

function hasJobs(files: ReadonlyMap<string, string>): boolean {
  return [...files.keys()].some(
    (path) =>
      /^app\/(jobs|workers|sidekiq)\/.+\.rb$/.test(path) && path !== "app/jobs/application_job.rb",
  );
}

function idle(what: string): Risk {
  return {
    kind: "idle",
    what,
    fix: "Run the queue's workers elsewhere on the same database, or set `config.active_job.queue_adapter = :inline` for short jobs.",
  };
}
