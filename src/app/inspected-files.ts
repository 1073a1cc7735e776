import { join, relative } from "node:path";
import { listFiles, readTextIfThere } from "../files.ts";

/** Files that say where an app keeps data and what it needs of a server. */
const FILES = [
  "config/application.rb",
  "config/database.yml",
  "config/storage.yml",
  "config/puma.rb",
  "config/recurring.yml",
  "config/resque_schedule.yml",
  "config/schedule.rb",
  "config/schedule.yml",
  "config/sidekiq.yml",
  "config/clock.rb",
  "clock.rb",
  "db/schema.rb",
  "db/structure.sql",
];

/** Folders whose files say so, by the names that count. */
const FOLDERS = [
  ["config/environments", /\.rb$/],
  ["app", /\.rb$/],
  ["lib", /\.rb$/],
  ["app/views", /\.(erb|haml|slim)$/],
] as const;

/** Reads those files of an app. @returns their texts by path, relative to the app */
export async function readInspectedFiles(dir: string): Promise<ReadonlyMap<string, string>> {
  const below = await Promise.all(
    FOLDERS.map(async ([folder, wanted]) =>
      (await listFiles(join(dir, folder))).filter((path) => wanted.test(path)),
    ),
  );
  const texts = new Map<string, string>();
  for (const path of [...FILES, ...below.flat().map((file) => relative(dir, file))]) {
    const text = await readTextIfThere(join(dir, path));
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}
