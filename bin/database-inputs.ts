import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Inputs that give a Rails app its tables, and one with SQLite a file for each database: `rails new` leaves it to the
 * owner where production keeps the file, or names one in a folder that a sandbox has for itself.
 * @param app its folder
 * @param mount where the function has a file system
 */
export function databaseInputs(app: string, mount: string): readonly string[] {
  // Rails 8 has a schema each for its Solid gems' databases, and no migrations for them.
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
