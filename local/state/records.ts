import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Named JSON values that survive a restart: one file each. */
export interface Records<T> {
  get(key: string): T | undefined;
  /** Keys in the order of their code units. */
  keys(): string[];
  set(key: string, value: T): void;
  delete(key: string): void;
}

/**
 * Open a folder of records. Written synchronously: the files are small, and between a caller's check and
 * its write nothing else can run, which is what makes "create if absent" atomic.
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

/** Write a JSON file so that a reader sees the old or the new one, never a part. */
export function writeJson(file: string, value: unknown): void {
  const partial = `${file}.partial`;
  writeFileSync(partial, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(partial, file);
}

// A digest as the name: a key cannot leave the folder, be too long, or meet another that differs in case.
function fileOf(key: string): string {
  return `${createHash("sha256").update(key).digest("hex")}.json`;
}
