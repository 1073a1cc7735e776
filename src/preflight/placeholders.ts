import { SECRET_KEY_BASE } from "../../contract/environment.ts";
import { MASTER_KEY } from "../app/master-key.ts";

/** A host that no name server knows: https://www.rfc-editor.org/rfc/rfc2606#section-2 */
const NOWHERE = "placeholder.invalid";

/** What is resolved in Lambda alone: a parameter of Systems Manager, a secret of Secrets Manager. */
const REFERENCE = /^(ssm|secretsmanager):/;

export interface Placeholders {
  readonly variables: Readonly<Record<string, string>>;
  /** Names whose value is a placeholder. */
  readonly replaced: readonly string[];
}

/**
 * A stage's variables as they can be told on the runner: a reference becomes a value of the same form.
 * @param withoutSecrets as in a fork's run, where every secret is empty: so is what was made of one
 * @param lockfile text; tells which database a URL is of
 */
export function withPlaceholders(
  environment: Readonly<Record<string, string>>,
  withoutSecrets: boolean,
  lockfile: string,
): Placeholders {
  const replaced: string[] = [];
  const variables = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => {
      if (!REFERENCE.test(value) && !(withoutSecrets && value === "")) return [name, value];
      replaced.push(name);
      return [name, placeholder(name, lockfile)];
    }),
  );
  return { variables, replaced };
}

/** A value that can be parsed as what the name promises. */
function placeholder(name: string, lockfile: string): string {
  if (/DATABASE_UR[LI]$/.test(name)) return `${adapter(lockfile)}://u:p@${NOWHERE}/placeholder`;
  if (/REDIS\w*_UR[LI]$/.test(name)) return `redis://${NOWHERE}:6379/0`;
  if (/(^|_)UR[LI]$/.test(name)) return `https://${NOWHERE}/`;
  if (name === MASTER_KEY) return "0".repeat(32);
  if (name === SECRET_KEY_BASE) return "0".repeat(128);
  return "placeholder";
}

/** As Rails names it in a URL: https://guides.rubyonrails.org/configuring.html#configuring-a-database */
function adapter(lockfile: string): string {
  const gem = /^ {4}(pg|mysql2|trilogy) \(/m.exec(lockfile)?.[1];
  return gem === undefined || gem === "pg" ? "postgres" : gem;
}
