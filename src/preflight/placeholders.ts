import { SECRET_KEY_BASE } from "../../contract/environment.ts";
import { isReference } from "../../contract/reference.ts";
import { MASTER_KEY } from "../app/master-key.ts";
import { isSessionSecret } from "../app/session-secrets.ts";

/** A host that no name server resolves: https://www.rfc-editor.org/rfc/rfc2606#section-2 */
const NOWHERE = "placeholder.invalid";

/** An app whose bundle has no other database cannot load another's adapter. */
const SQLITE_FILE = "sqlite3:/tmp/placeholder.sqlite3";

export interface Placeholders {
  readonly variables: Readonly<Record<string, string>>;
  /** Names whose value is a placeholder. */
  readonly replaced: readonly string[];
}

/**
 * Replaces references, which the runner cannot resolve, by values of the same form.
 * @param withoutSecrets true for a run of a fork or of Dependabot: its secrets are empty, so empty values are replaced too
 * @param lockfile the lockfile's text, which shows the kind of database
 */
export function withPlaceholders(
  environment: Readonly<Record<string, string>>,
  withoutSecrets: boolean,
  lockfile: string,
): Placeholders {
  const replaced: string[] = [];
  const variables = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => {
      if (!isReference(value) && !(withoutSecrets && value === "")) return [name, value];
      replaced.push(name);
      return [name, placeholder(name, lockfile)];
    }),
  );
  return { variables, replaced };
}

/** Returns a value of the form that the variable's name promises. */
function placeholder(name: string, lockfile: string): string {
  if (/DATABASE_UR[LI]$/.test(name)) return databaseUrl(lockfile);
  if (/REDIS\w*_UR[LI]$/.test(name)) return `redis://${NOWHERE}:6379/0`;
  if (/(^|_)UR[LI]$/.test(name)) return `https://${NOWHERE}/`;
  if (name === MASTER_KEY) return "0".repeat(32);
  if (name === SECRET_KEY_BASE || isSessionSecret(name)) return "0".repeat(128);
  return "placeholder";
}

/** By the names of Rails: https://guides.rubyonrails.org/configuring.html#configuring-a-database */
function databaseUrl(lockfile: string): string {
  const gem = /^ {4}(pg|mysql2|trilogy) \(/m.exec(lockfile)?.[1];
  if (gem === undefined && /^ {4}sqlite3 \(/m.test(lockfile)) return SQLITE_FILE;
  const adapter = gem === "mysql2" || gem === "trilogy" ? gem : "postgres";
  return `${adapter}://u:p@${NOWHERE}/placeholder`;
}
