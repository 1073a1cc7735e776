import { posix } from "node:path";

/** What programs say of a file, folder, module or variable that they do not find. */
const MISSING =
  /no such file|ENOENT|not found|cannot (load|find|open|access|read)|can't (load|find|open|read|cd)|could(n't| not) (be found|find|open|load|read)|does(n't| not) exist|do(n't| not) know how to (make|build)|no rule to make|unable to (load|open|find|read)|not a (directory|git repository)|missing|unreadable|error setting certificate|load_verify|Unable to resolve|key not found|undefined variable|unset|not set/i;

/** A line is cut here: a path is never as long, and a line of a log may be. */
const LONGEST = 4096;
const MOST_LINES = 5000;

/** Returns the lines of a text that say that something is missing. */
export function linesOfMissing(text: string): readonly string[] {
  return text
    .split("\n")
    .slice(-MOST_LINES)
    .map((line) => line.slice(0, LONGEST))
    .filter((line) => MISSING.test(line));
}

/**
 * Returns the paths that a line may mean: what it quotes, what Ruby says after a dash, and each word.
 * @param folders that stand for the app, absolute: a path below one of them becomes relative to it
 * @returns relative to the app; none leads out of it
 */
export function pathsIn(line: string, folders: readonly string[]): readonly string[] {
  const quoted = [...line.matchAll(/(['"`\u2018\u201c])(.+?)(?:['"`\u2019\u201d])/g)].map(
    (m) => m[2]!,
  );
  const afterDash = [...line.matchAll(/ --? (.+?)(?= \([A-Z][\w:]*\)|$)/g)].map((m) => m[1]!);
  const beforeColon = [...line.matchAll(/(?:^|: )([^:]+): /g)].map((m) => m[1]!);
  const words = line.split(/[\s'"`()<>,;=]+/).map((word) => word.replace(/[.:!?]+$/, ""));
  const paths = [...quoted, ...afterDash, ...beforeColon, ...words].flatMap((text) => {
    const path = inApp(text.trim().replace(/^file:\/\//, ""), folders);
    return path === undefined ? [] : [path];
  });
  return [...new Set(paths)];
}

function inApp(path: string, folders: readonly string[]): string | undefined {
  if (path === "" || path.includes("\0")) return undefined;
  const normal = posix.normalize(path).replace(/\/+$/, "");
  if (!normal.startsWith("/")) return /^\.{1,2}(\/|$)/.test(normal) ? undefined : normal;
  const folder = folders.find((one) => normal.startsWith(`${one}/`));
  return folder && normal.slice(folder.length + 1);
}
