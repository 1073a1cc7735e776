import { posix } from "node:path";
import { parseConfigYaml, resolveRuby, type Section } from "./config-yaml.ts";

/** What is known of an app where it keeps data. */
export interface DataSources {
  /** Texts of the app's files by path; absent where there is no such file. */
  readonly files: ReadonlyMap<string, string>;
  /** Gem -> version. */
  readonly locked: ReadonlyMap<string, string>;
  /** Variables of the function. */
  readonly environment: Readonly<Record<string, string>>;
  /** Paths at which file systems are mounted. */
  readonly mounts: readonly string[];
  readonly railsEnv: string;
}

/** Something that a sandbox would keep for itself and lose. */
export interface Risk {
  /** `lost`: data is gone with a sandbox. `idle`: work is taken on that nobody does. */
  readonly kind: "lost" | "idle";
  /** A sentence. */
  readonly what: string;
  readonly fix: string;
}

/**
 * Where an app would lose what it is given: each sandbox has a /tmp of its own, and between two requests it
 * does not run. Pure; what only Ruby could tell is not guessed.
 */
export function findRisks(from: DataSources): readonly Risk[] {
  return [...sqlite(from), ...activeStorage(from), ...jobs(from)];
}

function sqlite({ files, locked, environment, mounts, railsEnv }: DataSources): readonly Risk[] {
  const config = files.get("config/database.yml");
  const databases = [fromUrl("DATABASE_URL", environment)];
  if (config !== undefined && locked.has("sqlite3")) {
    const section = parseConfigYaml(config, environment)[railsEnv];
    for (const [name, one] of configurations(section)) {
      const own = variableOf(name);
      if (environment[own]) databases.push(fromUrl(own, environment));
      else if (!(isFirst(name) && environment.DATABASE_URL)) databases.push(fromConfig(name, one));
    }
  }
  const lost = databases
    .filter((one) => one !== undefined)
    .filter(({ file }) => file !== ":memory:" && !isMounted(file, mounts));
  const [one] = lost;
  if (one === undefined) return [];
  const list = lost.map(({ where, file }) => `\`${file}\` (${where})`).join(", ");
  const variables = lost.map(({ variable }) => `\`${variable}\``).join(", ");
  return [
    {
      kind: "lost",
      what:
        lost.length === 1
          ? `The database of ${one.where} is the SQLite file \`${one.file}\`: each sandbox has its own, and loses it.`
          : `The databases are SQLite files: ${list}. Each sandbox has its own, and loses them.`,
      fix: `Give ${variables} in \`environment\`, or mount a file system (\`FileSystemConfigs\` in \`function-configuration\`) and keep the ${lost.length === 1 ? "file" : "files"} there.`,
    },
  ];
}

/** A database in a file. */
interface Database {
  /** What names the file. */
  readonly where: string;
  readonly file: string;
  /** What would name another. */
  readonly variable: string;
}

/** https://guides.rubyonrails.org/configuring.html#configuring-a-database */
function fromUrl(variable: string, environment: DataSources["environment"]): Database | undefined {
  const [, file] = /^sqlite3?:(?:\/\/)?([^?]*)/i.exec(environment[variable] ?? "") ?? [];
  return file === undefined ? undefined : { where: `\`${variable}\``, file, variable };
}

function fromConfig(name: string, one: Section): Database | undefined {
  const file = String(one.url ?? one.database ?? "").replace(/^sqlite3?:(\/\/)?/i, "");
  const isSqlite = one.adapter === "sqlite3" || /^sqlite3?:/i.test(String(one.url ?? ""));
  if (!isSqlite || file === "") return undefined;
  const where = `\`config/database.yml\`${name && `, \`${name}\``}`;
  return { where, file, variable: isFirst(name) ? "DATABASE_URL" : variableOf(name) };
}

const isFirst = (name: string) => name === "primary" || name === "";

const variableOf = (name: string) => `${name || "primary"}_DATABASE_URL`.toUpperCase();

/** Several databases lie a level deeper than one. */
function configurations(section: string | Section | undefined): [string, Section][] {
  if (typeof section !== "object") return [];
  const inner = Object.entries(section).filter(
    (entry): entry is [string, Section] => typeof entry[1] === "object",
  );
  const several = inner.filter(([, one]) => "adapter" in one || "database" in one || "url" in one);
  return several.length > 0 ? several : [["", section]];
}

function activeStorage(from: DataSources): readonly Risk[] {
  const { files, environment, mounts } = from;
  if (!usesActiveStorage(files)) return [];
  const service = setting(from, /\bconfig\.active_storage\.service\s*=\s*(.+)$/m);
  const storage = files.get("config/storage.yml");
  if (!service || storage === undefined) return [];
  const one = parseConfigYaml(storage, environment)[service];
  if (typeof one !== "object" || one.service !== "Disk") return [];
  const root = typeof one.root === "string" ? one.root : "storage";
  if (isMounted(root, mounts)) return [];
  return [
    {
      kind: "lost",
      what: `Active Storage keeps files on disk (\`${service}\` of \`config/storage.yml\`, in \`${root}\`): each sandbox has its own, and loses them.`,
      fix: "Name a service of S3 in `config.active_storage.service`, or mount a file system and keep the files there.",
    },
  ];
}

/** Every new app names a service; only one with attachments has files. */
function usesActiveStorage(files: ReadonlyMap<string, string>): boolean {
  return [...files].some(
    ([path, text]) =>
      (/^db\/(schema\.rb|structure\.sql)$/.test(path) && text.includes("active_storage_blobs")) ||
      (path.startsWith("app/models/") && /^\s*has_(one|many)_attached\b/m.test(text)),
  );
}

const QUEUES: readonly (readonly [adapter: string, gem: string])[] = [
  ["sidekiq", "sidekiq"],
  ["solid_queue", "solid_queue"],
  ["good_job", "good_job"],
  ["delayed_job", "delayed_job"],
  ["resque", "resque"],
  ["que", "que"],
  ["sucker_punch", "sucker_punch"],
];

function jobs(from: DataSources): readonly Risk[] {
  const named = setting(from, /\bconfig\.active_job\.queue_adapter\s*=\s*(.+)$/m);
  const own = [...from.files.keys()].some(
    (path) =>
      /^app\/(jobs|workers|sidekiq)\/.+\.rb$/.test(path) && path !== "app/jobs/application_job.rb",
  );
  const byGem = QUEUES.find(([, gem]) => from.locked.has(gem))?.[0];
  const adapter = named || byGem || (own ? "async" : undefined);
  if (adapter === undefined || adapter === "inline" || adapter === "test") return [];
  // An adapter that `rails new` has set makes no app one with jobs.
  if (!own && adapter !== "sidekiq") return [];
  const known = adapter === "async" || QUEUES.some(([name]) => name === adapter);
  if (!known) return [];
  return [
    {
      kind: "idle",
      what:
        adapter === "async" || adapter === "sucker_punch"
          ? `Jobs run inside the rack server (\`${adapter}\`): a sandbox stands still between two requests, and what it has not done then is late or lost.`
          : `Jobs are queued for \`${adapter}\`, and nothing here runs them.`,
      fix: "Run the queue's workers elsewhere on the same database, or `config.active_job.queue_adapter = :inline` for short jobs.",
    },
  ];
}

/** A setting of the environment's own file, else of the application's; undefined where only Ruby can tell. */
function setting({ files, environment, railsEnv }: DataSources, pattern: RegExp) {
  for (const path of [`config/environments/${railsEnv}.rb`, "config/application.rb"]) {
    const text = (files.get(path) ?? "").replace(/^\s*#.*$/gm, "");
    const match = pattern.exec(text);
    if (match) return resolveRuby((match[1] ?? "").replace(/\s#.*$/, ""), environment);
  }
  return undefined;
}

function isMounted(path: string, mounts: readonly string[]): boolean {
  const absolute = posix.resolve("/app", path);
  return mounts.some((mount) => absolute.startsWith(`${posix.resolve(mount)}/`));
}
