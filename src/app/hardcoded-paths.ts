import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { listFiles } from "../files.ts";

/** A template that writes paths out where Rails has helpers for them. */
export interface HardcodedPaths {
  /** Relative to the app. */
  readonly file: string;
  readonly paths: readonly string[];
}

/** `href="/icon.png"`, but neither `//host/path` nor a path with Ruby in it. */
const HARDCODED = /\b(?:href|src|action)\s*=\s*["'](\/(?!\/)[^"'<>#{}\s]*)["']/g;

/**
 * Finds paths that a Rails app's views write out from the host's root. Below a stage's path they lead elsewhere.
 * Only reads.
 */
export async function findHardcodedPaths(appDir: string): Promise<readonly HardcodedPaths[]> {
  const files = await listFiles(join(appDir, "app/views"));
  const found: HardcodedPaths[] = [];
  for (const file of files.filter((name) => /\.(erb|haml|slim)$/.test(name))) {
    const matches = (await readFile(file, "utf8")).matchAll(HARDCODED);
    const paths = [...new Set([...matches].map(([, path = ""]) => path))];
    if (paths.length > 0) found.push({ file: relative(appDir, file), paths });
  }
  return found;
}

/** Renders a line for each template, for the report to the app's owner; empty if there are none. */
export function renderHardcodedPaths(found: readonly HardcodedPaths[]): string {
  return found
    .map(({ file, paths }) => {
      const list = paths.map((path) => `\`${path}\``).join(", ");
      return `# ${file}: left as it is; outside of the stage's path: ${list}\n`;
    })
    .join("");
}
