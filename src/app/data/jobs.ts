import type { ToldWork } from "../../../contract/told-work.ts";
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

/** Something that makes jobs, and the adapter of its jobs. */
interface Source {
  readonly adapter: string;
  readonly by: string;
}

/**
 * Finds jobs that nobody would run.
 * @param told what the app said of itself, if it did; files alone may miss an adapter that code chooses, and a gem's jobs
 */
export function jobRisks(from: DataSources, told?: ToldWork): readonly Risk[] {
  const adapter = told?.adapter ?? adapterByFiles(from);
  const own = (told?.jobs ?? []).map((job) => ({ adapter: job.adapter, by: inWords(job) }));
  // The classes themselves say more than the files that hold them.
  const classes = told?.jobs.some(({ kind }) => kind === "job") ? [] : jobFiles(from.files);
  const by = [...classes, ...calls(from.files)].map((one) => ({ adapter, by: one }));
  const found = [...own, ...by];
  // `rails new` sets an adapter in apps without jobs too; Sidekiq is there only if somebody added it.
  if (found.length === 0) return adapter === "sidekiq" ? [idle(adapter, [])] : [];
  return [...new Set(found.map((one) => one.adapter))]
    .filter((one) => IN_PROCESS.includes(one) || QUEUES.includes(one))
    .map((one) => idle(one, found));
}

/** The adapter that the app's files name; else that of a gem in the bundle; else Rails' default. */
function adapterByFiles(from: DataSources): string {
  return (
    railsSetting(from, "active_job.queue_adapter") ||
    QUEUES.find((gem) => from.locked.has(gem)) ||
    "async"
  );
}

function jobFiles(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files.keys()]
    .filter(
      (path) =>
        /^app\/(jobs|workers|sidekiq)\/.+\.rb$/.test(path) &&
        path !== "app/jobs/application_job.rb",
    )
    .map((path) => `\`${path}\``);
}

/** Calls that make jobs of Rails' own or of a gem's. */
const CALLS = [
  [/\.deliver_later\b/, "`deliver_later`"],
  [/^[ \t]*has_(one|many)_attached\b/m, "attachments"],
  [/\bbroadcast_\w+_later(_to)?\b|^[ \t]*broadcasts(_to|_refreshes)?\b/m, "Turbo's broadcasts"],
] as const;

function calls(files: ReadonlyMap<string, string>): readonly string[] {
  return CALLS.flatMap(([call, what]) => {
    const shownBy = [...files].find(
      ([path, text]) => path.endsWith(".rb") && call.test(text.replace(/^[ \t]*#.*$/gm, "")),
    );
    return shownBy ? [`${what} in \`${shownBy[0]}\``] : [];
  });
}

function inWords({ kind, name }: ToldWork["jobs"][number]): string {
  return { job: `\`${name}\``, attachment: `attachments of \`${name}\``, mailbox: `\`${name}\`` }[
    kind
  ];
}

function idle(adapter: string, found: readonly Source[]): Risk {
  const own = [...new Set(found.filter((one) => one.adapter === adapter).map(({ by }) => by))];
  const more = own.length > 5 ? ` and ${own.length - 5} more` : "";
  const from = own.length > 0 ? ` Jobs come from ${own.slice(0, 5).join(", ")}${more}.` : "";
  const what = IN_PROCESS.includes(adapter)
    ? `Jobs run inside the rack server (\`${adapter}\`): a sandbox stands still between two requests, so unfinished jobs are late or lost.`
    : `Jobs are queued for \`${adapter}\`, and nothing here runs them.`;
  return {
    kind: "idle",
    what: what + from,
    fix: "Run the queue's workers elsewhere on the same database, or set `config.active_job.queue_adapter = :inline` for short jobs.",
  };
}
