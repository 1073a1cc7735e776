import { isMounted } from "../../inputs/mounted.ts";
import { parseConfigYaml, type Section } from "./config-yaml.ts";
import type { DataSources, Risk } from "./risk.ts";

/** A database in a file. */
interface Database {
  /** What names the file. */
  readonly where: string;
  readonly file: string;
  /** The variable that would name another database. */
  readonly variable: string;
}

/** Finds SQLite databases whose file each sandbox would have for itself. */
export function sqliteRisks(from: DataSources): readonly Risk[] {
  const lost = databases(from).filter(
    ({ file }) => file !== ":memory:" && !isMounted(file, from.mounts),
  );
  const [first] = lost;
  if (first === undefined) return [];
  const single = lost.length === 1;
  const list = lost.map(({ where, file }) => `\`${file}\` (${where})`).join(", ");
  const variables = lost.map(({ variable }) => `\`${variable}\``).join(", ");
  return [
    {
      kind: "lost",
      what: single
        ? `The database of ${first.where} is the SQLite file \`${first.file}\`: each sandbox has its own, and loses it.`
        : `The databases are SQLite files: ${list}. Each sandbox has its own, and loses them.`,
      fix: `Give ${variables} in \`environment\`, or mount a file system (\`FileSystemConfigs\` in \`function-configuration\`) and keep the ${single ? "file" : "files"} there.`,
    },
  ];
}

function databases({ files, locked, environment, railsEnv }: DataSources): readonly Database[] {
  const found = [fromUrl("DATABASE_URL", environment)];
  const config = files.get("config/database.yml");
  if (config !== undefined && locked.has("sqlite3")) {
    const section = parseConfigYaml(config, environment)[railsEnv];
    for (const [name, one] of configurations(section)) {
      const own = variableOf(name);
      if (environment[own]) found.push(fromUrl(own, environment));
      else if (!(isFirst(name) && environment.DATABASE_URL)) found.push(fromConfig(name, one));
    }
  }
  return found.filter((one) => one !== undefined);
}

/** https://guides.rubyonrails.org/configuring.html#configuring-a-database */
function fromUrl(variable: string, environment: DataSources["environment"]): Database | undefined {
  const [, file] = /^sqlite3?:(?:\/\/)?([^?]*)/i.exec(environment[variable] ?? "") ?? [];
  return file === undefined ? undefined : { where: `\`${variable}\``, file, variable };
}

function fromConfig(name: string, one: Section): Database | undefined {
  const file = String(one.url ?? one.database ?? "").replace(/^sqlite3?:(\/\/)?/i, "");
  const isSqlite = one.adapter === "sqlite3" || /^sqlite3?:/i.test(String(one.url));
  if (!isSqlite || file === "") return undefined;
  const where = `\`config/database.yml\`${name && `, \`${name}\``}`;
  return { where, file, variable: isFirst(name) ? "DATABASE_URL" : variableOf(name) };
}

/** The name is empty if there is only one database. */
const isFirst = (name: string) => name === "primary" || name === "";

const variableOf = (name: string) => `${name || "primary"}_DATABASE_URL`.toUpperCase();

/** Several databases lie a level deeper than a single one. */
function configurations(section: string | Section | undefined): readonly [string, Section][] {
  if (typeof section !== "object") return [];
  const several = Object.entries(section).filter(
    (entry): entry is [string, Section] =>
      typeof entry[1] === "object" && hasAny(entry[1], ["adapter", "database", "url"]),
  );
  return several.length > 0 ? several : [["", section]];
}

function hasAny(section: Section, names: readonly string[]): boolean {
  return names.some((name) => name in section);
}
