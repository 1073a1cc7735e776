import { lstatSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { UserError } from "../../errors.ts";
import { advice, type Found, SUBMODULE } from "./advice.ts";
import { envNames } from "./env-names.ts";
import type { LeftOut } from "./left-out.ts";
import { linesOfMissing, pathsIn } from "./mentioned.ts";

/** What is known of the things that do not travel. */
export interface Known {
  readonly leftOut: readonly LeftOut[];
  /** Folders that stand for the app in what programs say, besides its place in the root: checkout, backing folder. */
  readonly folders: readonly string[];
}

/** Paths that an explanation names at most. */
const MOST = 3;

/**
 * Explains a failure by what was left out: a path or a variable that somebody missed.
 * @param text what the app or a command wrote: foreign, and of any length
 * @returns undefined if it mentions nothing that was left out
 */
export async function explainLeftOut(
  text: string,
  { leftOut, folders }: Known,
): Promise<string | undefined> {
  const lines = linesOfMissing(text);
  const places = [`${ROOT}/app`, ...folders];
  const said = new Set<string>();
  // Of two for one path the first counts.
  const byPath = new Map([...leftOut].reverse().map((one) => [one.path, one]));
  for (const line of lines) {
    for (const path of candidates(line, places)) {
      const found = find(path, byPath);
      if (found !== undefined) said.add(advice(found));
    }
  }
  const words = new Set(lines.flatMap((line) => line.match(/(?<![\w.])\w+/g) ?? []));
  for (const [name, file] of await envNames(leftOut)) {
    if (words.has(name)) {
      said.add(
        `\`${file}\` defines \`${name}\`, and was left out of the copy: such files hold secrets. Put the value in \`environment\`: \`${name}=...\`.`,
      );
    }
  }
  return said.size === 0 ? undefined : [...said].slice(0, MOST).join("\n");
}

/** Adds the explanation to an error of the user's; any other error stays as it is. */
export async function explainedError(error: unknown, known: Known): Promise<unknown> {
  if (!(error instanceof UserError)) return error;
  const { message, fix, cause } = error;
  const written = typeof cause === "string" ? cause : message;
  const why = await explainLeftOut(written, known);
  if (why === undefined || fix.includes(why)) return error;
  return new UserError(message, `${why}\n${fix}`, { cause });
}

/** The paths of a line, and what Ruby and Node.js look for under a name that is no path. */
function candidates(line: string, folders: readonly string[]): readonly string[] {
  const paths = pathsIn(line, folders);
  if (/not a git repository/.test(line)) return [".git", ...paths];
  if (/cannot load such file/.test(line)) return paths.flatMap((path) => [path, `${path}.rb`]);
  if (/Cannot find (module|package)|Can't resolve|couldn't find file/.test(line)) {
    return paths.flatMap((path) => [path, `${path}.js`, `node_modules/${path}`]);
  }
  return paths;
}

/** Finds what was left out at a path, or with the folder that the path lies in. */
function find(path: string, byPath: ReadonlyMap<string, LeftOut>): Found | undefined {
  const places = [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
  const one = [...places, path].flatMap((place) => byPath.get(place) ?? [])[0];
  if (one === undefined) return undefined;
  const { kind, from } = one;
  if (kind === SUBMODULE || kind === ".git")
    return { path: one.path, kind, isFolder: true, built: false };
  if (from === undefined) return { path, kind, isFolder: path === one.path, built: true };
  // What the checkout has not either is missing for another reason.
  try {
    const rest = path.slice(one.path.length);
    const stat = lstatSync(join(from, rest));
    return {
      path: (one.named ?? one.path) + rest,
      kind,
      isFolder: stat.isDirectory(),
      built: false,
    };
  } catch {
    return undefined;
  }
}
