import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes inputs that give a Rails app its tables and, if it uses SQLite, a file for each database. `rails new` either
 * leaves production's file to the owner, or puts it in a folder that each sandbox has for itself.
 * @param app its folder
 * @param mount where the function has a file system
 */
export function databaseInputs(app: string, mount: string): readonly string[] {
  // Rails 8 has no migrations for the databases of its Solid gems, but a schema file for each.
  const more = names(join(app, "db")).flatMap((file) => /^(\w+)_schema\.rb$/.exec(file)?.[1] ?? []);
  const variables = ["", ...more.map((name) => `${name}_`)].map(
    (name) => `${name.toUpperCase()}DATABASE_URL=sqlite3:${mount}/${name}production.sqlite3`,
  );
  const task = more.length > 0 ? "db:prepare" : "db:migrate";
  const isRails = existsSync(join(app, "bin/rails"));
  return [
    ...(isRails && (more.length > 0 || existsSync(join(app, "db/migrate")))
      ? [`release-command=bin/rails ${task}`]
      : []),
    ...(hasSqlite(app) ? [`environment=${variables.join("\n")}`] : []),
  ];
}

function hasSqlite(app: string): boolean {
  const lockfile = join(app, "Gemfile.lock");
  return existsSync(lockfile) && /^ {4}sqlite3 \(/m.test(readFileSync(lockfile, "utf8"));
}

function names(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
