import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { SECRET_KEY_BASE } from "../../contract/environment.ts";
import { listFiles } from "../files.ts";
import { secretValues } from "../inputs/secrets.ts";
import type { App } from "./app.ts";
import { OUR_FOLDER } from "./our-folder.ts";

/** The variable that holds an app's session secret wherever nothing names another. */
export const SESSION_SECRET = "SESSION_SECRET";

/** A variable that seals an app's sessions, and what shows that the app wants it. */
export interface SessionSecret {
  readonly name: string;
  /** In words: `` named in `app.rb` ``. */
  readonly shownBy: string;
}

/** Files that are read, and those in which a variable's value may be written: a pattern for others has none. */
const RUBY = /\.(rb|ru)$/;
const DOTENV = /(^|\/)\.env(\.(?!example|sample|template|dist|development|test)\w+)*$/;

/** Folders without code of the app that serves. */
const SKIPPED: ReadonlySet<string> = new Set([OUR_FOLDER, "node_modules", "test", "spec", "tmp"]);

/** Bytes. A larger file is data. */
const LARGEST = 512 * 1024;

/** Part of a variable's name. Without a limit, a long text of such letters would take minutes. */
const NAME = "[A-Z][A-Z0-9_]{0,60}";
/** A part of its name says what it is: `APP_SESSION_SECRET`, Hanami 1's `WEB_SESSIONS_SECRET`. */
const NAMED = new RegExp(`["']((?:${NAME}_)?SESSIONS?_SECRET(?:_[A-Z0-9_]{1,60})?)["']`, "g");

/** What a session middleware or a framework's setting is given: variables that are named as some secret. */
const GIVEN = new RegExp(
  `(?:\\bsession_secret\\b|(?:Session::(?:Cookie|EncryptedCookie)|\\bRodaSessionMiddleware|:sessions\\b|\\bsessions\\s*(?:=\\s*)?:cookie)(?:(?!\\n[ \\t]*\\n|\\bend\\b)[\\s\\S]){0,300}?\\bsecret\\b)["']?:?[^\\n#]{0,20}\\bENV(?:\\.(?:fetch|delete))?[([]\\s*["'](${NAME})["']`,
  "g",
);

/** A setting of Hanami 2, which reads the variable of its name. */
const SETTING = /^[ \t]*setting[ (]+:(\w*sessions?_secret\w*)/gm;

/**
 * Finds the variables that seal the sessions of an app. If each sandbox made a secret of its own, a session would be
 * valid in one sandbox only. Rails' `SECRET_KEY_BASE` is none of them: every app gets it.
 * @param app its staged copy: what was left out of it is not read
 */
export async function findSessionSecrets(
  app: Pick<App, "dir" | "kind" | "locked">,
): Promise<readonly SessionSecret[]> {
  const found = new Map<string, string>();
  const files = await listFiles(app.dir, (name) => SKIPPED.has(name));
  const written: string[] = [];
  for (const file of files) {
    const path = relative(app.dir, file);
    if (DOTENV.test(path)) written.push(...namesIn(await readFile(file, "utf8")));
    if (!RUBY.test(path)) continue;
    for (const name of namesRead(await readRuby(file))) {
      if (!found.has(name)) found.set(name, `named in \`${path}\``);
    }
  }
  // Our gem makes it the default of Sinatra's setting. Padrino's apps are Sinatra's.
  if (app.kind === "rack" && app.locked.has("sinatra") && !found.has(SESSION_SECRET)) {
    found.set(SESSION_SECRET, "Sinatra would make one in each sandbox");
  }
  for (const name of [SECRET_KEY_BASE, ...written]) found.delete(name);
  return [...found].map(([name, shownBy]) => ({ name, shownBy })).sort(byName);
}

/** Whether a variable's name says that it seals sessions. */
export function isSessionSecret(name: string): boolean {
  return /(^|_)SESSIONS?_SECRET(_|$)/.test(name);
}

async function readRuby(file: string): Promise<string> {
  const bytes = await readFile(file);
  return bytes.length > LARGEST ? "" : bytes.toString("utf8").replace(/^[ \t]*#.*$/gm, "#");
}

function namesRead(code: string): readonly string[] {
  const matched = (pattern: RegExp) => [...code.matchAll(pattern)].map(([, name = ""]) => name);
  return [
    ...matched(NAMED),
    ...matched(GIVEN).filter(looksSecret),
    ...matched(SETTING).map((name) => name.toUpperCase()),
  ];
}

/** Other variables choose a secret, such as `RACK_ENV`. And the value of one that looks secret is masked in logs. */
function looksSecret(name: string): boolean {
  return secretValues({ [name]: "value" }).length > 0;
}

/** Names of the variables that a file of dotenv sets. */
function namesIn(dotenv: string): readonly string[] {
  return [...dotenv.matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*[=:]/gm)].map(
    ([, name = ""]) => name,
  );
}

function byName(one: SessionSecret, other: SessionSecret): number {
  return one.name < other.name ? -1 : 1;
}
