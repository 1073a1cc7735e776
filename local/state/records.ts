import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Named JSON values that survive a restart. Each has a file of its own. */
export interface Records<T> {
  get(key: string): T | undefined;
  /** All keys, sorted by code units. */
  keys(): string[];
  set(key: string, value: T): void;
  delete(key: string): void;
}

/**
 * Opens a folder of records. Writes are synchronous: the files are small, and nothing else can run between a caller's
 * check and its write. That makes "create if absent" atomic.
 */
export function openRecords<T>(folder: string): Records<T> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const values = new Map<string, T>();
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".json")) continue;
    const file = JSON.parse(readFileSync(join(folder, name), "utf8")) as { key: string; value: T };
    values.set(file.key, file.value);
  }
  return {
    get: (key) => values.get(key),
    keys: () => [...values.keys()].sort(),
    set(key, value) {
      writeJson(join(folder, fileOf(key)), { key, value });
      values.set(key, value);
    },
    delete(key) {
      rmSync(join(folder, fileOf(key)), { force: true });
      values.delete(key);
    },
  };
}

/** Writes a JSON file so that a reader sees either the old or the new content, never a part of it. */
export function writeJson(file: string, value: unknown): void {
  const partial = `${file}.partial`;
  writeFileSync(partial, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(partial, file);
}

// The name is a digest, so that a key can neither leave the folder nor be too long for a name, and keys that differ
// only in case do not collide.
function fileOf(key: string): string {
  return `${createHash("sha256").update(key).digest("hex")}.json`;
}
