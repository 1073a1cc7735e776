import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Paths that a template names without a helper. */
export interface WrittenPaths {
  /** Relative to the app. */
  readonly file: string;
  readonly paths: readonly string[];
}

/** `href="/icon.png"`, but neither `//host/path` nor a path with Ruby in it. */
const WRITTEN = /\b(?:href|src|action)\s*=\s*["'](\/(?!\/)[^"'<>#{}\s]*)["']/g;

/**
 * Paths from the host's root that a Rails app's views write out: below a stage's path they lead elsewhere.
 * Only reads.
 */
export async function findWrittenPaths(appDir: string): Promise<readonly WrittenPaths[]> {
  const views = join(appDir, "app/views");
  const entries = await readdir(views, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile() && /\.(erb|haml|slim)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const found: WrittenPaths[] = [];
  for (const file of files) {
    const matches = (await readFile(file, "utf8")).matchAll(WRITTEN);
    const paths = [...new Set([...matches].map(([, path = ""]) => path))];
    if (paths.length > 0) found.push({ file: file.slice(appDir.length + 1), paths });
  }
  return found;
}

/** A line for each template, for the report that its owner reads; empty where there are none. */
export function renderWrittenPaths(found: readonly WrittenPaths[]): string {
  return found
    .map(
      ({ file, paths }) =>
        `# ${file}: left as it is; outside of the stage's path: ${paths.map((path) => `\`${path}\``).join(", ")}\n`,
    )
    .join("");
}
