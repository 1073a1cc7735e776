import { join, relative } from "node:path";
import { listFiles, listNames, readTextIfThere } from "../files.ts";
import { CALLS, MANIFEST, MARKUP, SCRIPT, STYLE } from "./path-patterns.ts";

/** A file that writes paths out where a helper knows them, or where nothing can. */
export interface HardcodedPaths {
  /** Relative to the app. */
  readonly file: string;
  readonly paths: readonly string[];
}

/** Which files can hold what. The first kind that fits counts. */
const KINDS: readonly (readonly [files: RegExp, patterns: readonly RegExp[]])[] = [
  [/\.webmanifest(\.erb)?$|manifest\.json(\.erb)?$/, [MANIFEST]],
  [/\.(erb|haml|slim|liquid|mustache|hbs|html)$/, [MARKUP, CALLS, STYLE, SCRIPT]],
  [/\.(js|mjs|ts|jsx|tsx|vue|svelte|coffee)$/, [SCRIPT, MARKUP]],
  [/\.(rb|ru)$/, [MARKUP, CALLS]],
];

/** Folders of Rails, Hanami and Sinatra with what is sent to browsers. Names of files in them count if they fit. */
const FOLDERS: readonly (readonly [folder: string, files: RegExp])[] = [
  ["app/views", /\.(erb|haml|slim|liquid|webmanifest)$/],
  ["app/components", /\.(erb|haml|slim|rb|js|ts|jsx|tsx|vue|svelte)$/],
  ["app/helpers", /\.rb$/],
  ["app/templates", /\.(erb|haml|slim)$/],
  ["app/javascript", /\.(js|mjs|ts|jsx|tsx|vue|svelte)$/],
  ["app/frontend", /\.(js|mjs|ts|jsx|tsx|vue|svelte)$/],
  ["app/assets/javascripts", /\.(js|coffee|erb)$/],
  ["views", /\.(erb|haml|slim|liquid|mustache)$/],
  ["templates", /\.(erb|haml|slim|liquid|mustache)$/],
];

/** Bytes. Whatever is larger was written by a program, such as a library in one file. */
const LARGEST = 200_000;

/** Lines of the report, and paths on one of them. */
const MOST_FILES = 40;
const MOST_PATHS = 8;

/**
 * Finds paths that an app writes out from the host's root in what it sends to browsers. Below a stage's path they lead
 * elsewhere. What the gem corrects is none of them: redirects, cookies, the asset helpers, stylesheets of a pipeline.
 * Only reads.
 */
export async function findHardcodedPaths(appDir: string): Promise<readonly HardcodedPaths[]> {
  const found: HardcodedPaths[] = [];
  for (const file of await browserFiles(appDir)) {
    const text = (await readTextIfThere(file)) ?? "";
    const patterns = KINDS.find(([files]) => files.test(file))?.[1] ?? [];
    const matches =
      text.length > LARGEST ? [] : patterns.flatMap((pattern) => [...text.matchAll(pattern)]);
    const inOrder = matches
      .sort((a, b) => a.index - b.index)
      .map(([whole, path = ""]) => {
        // A path that goes on with Ruby or a variable.
        return /["'`)\s]$/.test(whole) ? path : `${path}…`;
      });
    const paths = [...new Set(inOrder)];
    if (paths.length > 0) found.push({ file: relative(appDir, file), paths });
  }
  return found;
}

async function browserFiles(appDir: string): Promise<readonly string[]> {
  const own = (await listNames(appDir)).filter((name) => /\.(rb|ru)$/.test(name));
  const below = await Promise.all(
    FOLDERS.map(async ([folder, wanted]) =>
      (await listFiles(join(appDir, folder))).filter((path) => wanted.test(path)),
    ),
  );
  const statics = (await listNames(join(appDir, "public"))).filter((name) =>
    /\.(html|webmanifest|json)$/.test(name),
  );
  return [
    ...own.map((name) => join(appDir, name)),
    ...below.flat(),
    ...statics.map((name) => join(appDir, "public", name)),
  ];
}

/** Renders a line for each file, for the report to the app's owner; empty if there are none. */
export function renderHardcodedPaths(found: readonly HardcodedPaths[]): string {
  const lines = found.slice(0, MOST_FILES).map(({ file, paths }) => {
    const list = paths.slice(0, MOST_PATHS).map((path) => `\`${path}\``);
    const more = paths.length > MOST_PATHS ? ` and ${paths.length - MOST_PATHS} more` : "";
    return `# ${file}: left as it is; outside of the stage's path: ${list.join(", ")}${more}\n`;
  });
  const rest = found.length - lines.length;
  return lines.join("") + (rest > 0 ? `# ${rest} more files write out such paths\n` : "");
}
