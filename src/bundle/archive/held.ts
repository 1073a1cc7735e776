import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../../digest.ts";
import type { Entry } from "./entries.ts";

/** What an archive holds, or would hold: path relative to the root -> kind, mode, content or target. */
export type Held = ReadonlyMap<string, string>;

/** How an entry is written down: whatever differs here differs in the archive, and nothing else does. */
export const heldAs = {
  directory: "folder",
  file: (mode: number, sha256: string) => `${mode & 0o100 ? "program" : "file"} ${sha256}`,
  link: (target: string) => `link ${target}`,
} as const;

/** Reads what an archive of these entries would hold now. */
export function readHeld(backing: string, entries: readonly Entry[]): Held {
  return new Map(entries.map((entry) => [entry.path, held(backing, entry)]));
}

/** Synchronously: for thousands of small files that takes a third of the time. */
function held(backing: string, { path, kind }: Entry): string {
  const file = join(backing, path);
  if (kind === "directory") return heldAs.directory;
  if (kind === "link") return heldAs.link(readlinkSync(file));
  return heldAs.file(lstatSync(file).mode, sha256Hex(readFileSync(file)));
}

/** Returns the first path, by name, that was added, removed or changed; undefined if there is none. */
export function firstChange(before: Held, after: Held): string | undefined {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort()[0];
}
