import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where an app says what it keeps and where, and what it needs of a server. */
const FILES = [
  "config/application.rb",
  "config/database.yml",
  "config/storage.yml",
  "config/puma.rb",
  "db/schema.rb",
  "db/structure.sql",
];
const FOLDERS = [
  ["config/environments", /\.rb$/],
  ["app/models", /\.rb$/],
  ["app/jobs", /\.rb$/],
  ["app/workers", /\.rb$/],
  ["app/sidekiq", /\.rb$/],
  ["app/channels", /\.rb$/],
  ["app/views", /\.(erb|haml|slim)$/],
] as const;

/** Texts of those files by path, relative to the app. Only reads. */
export async function readAppFiles(dir: string): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    FOLDERS.map(async ([folder, wanted]) => {
      const options = { recursive: true, withFileTypes: true } as const;
      const entries = await readdir(join(dir, folder), options).catch(() => []);
      return entries
        .filter((entry) => entry.isFile() && wanted.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
        .sort();
    }),
  );
  const files = new Map<string, string>();
  for (const path of [...FILES, ...found.flat()]) {
    const text = await readFile(join(dir, path), "utf8").catch(() => undefined);
    if (text !== undefined) files.set(path, text);
  }
  return files;
}
