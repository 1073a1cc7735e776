import { posix } from "node:path";
import ignore from "ignore";
import picomatch from "picomatch";

/** What happens to an entry of the working tree. `named`: copied because `include` names it. */
export type Fate = "copied" | "named" | "left out";

/** @param path relative to the app, with `/`. @param parent the fate of the folder it lies in */
export type CopyRule = (path: string, isFolder: boolean, parent: Fate) => Fate;

/**
 * Copied because `build-command` may need them, and never packed: what JavaScript tools need, and
 * Bundler's settings, in which setup-ruby and others leave paths and tokens.
 */
export const NEVER_PACKED: readonly string[] = ["node_modules", ".bundle"];

/** At the app's top only. `.megamode` is ours, made by the injection. */
const TOP = new Set([
  ".github",
  "vendor/bundle",
  "tmp",
  "log",
  "coverage",
  "test",
  "spec",
  ".megamode",
]);

/** At any depth: what must never leave the runner. */
const SECRET = /^(\.git|\.env.*|.*\.key|.*\.pem)$/i;

const DATABASE = /^(db|storage)\/(.*\/)?[^/]+\.(sqlite3?|db3?)(-(wal|shm|journal))?$/i;

/**
 * The rule of what is copied into the staged app.
 * @param options.ignoreFile text of `.megamodeignore`, in gitignore's syntax
 * @param options.include globs that win over everything else; a wildcard does not match a leading dot,
 *   so that `**` brings back no `.env` and no `.git`
 */
export function copyRule(options: {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly ignoreFile: string;
}): CopyRule {
  const included = options.include.length === 0 ? () => false : picomatch(globs(options.include));
  const excluded = picomatch(globs(options.exclude), { dot: true });
  const ignored = ignore({ ignorecase: false }).add(options.ignoreFile);

  return (path, isFolder, parent) => {
    if (included(path)) return "named";
    if (SECRET.test(posix.basename(path))) return "left out";
    // Of a folder that is named all is copied but its secrets: those are to be named themselves.
    if (parent === "named" || parent === "left out") return parent;
    const named = isFolder ? `${path}/` : path;
    if (TOP.has(path) || DATABASE.test(path) || excluded(path) || ignored.ignores(named)) {
      return "left out";
    }
    return "copied";
  };
}

/** `./docs/` and `docs` are meant alike. */
function globs(patterns: readonly string[]): string[] {
  return patterns.map((pattern) => pattern.replace(/^(\.?\/)+/, "").replace(/\/+$/, ""));
}
