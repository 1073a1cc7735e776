import ignore from "ignore";
import picomatch from "picomatch";
import { kindOf } from "./secrets.ts";

/**
 * What happens to an entry of the working tree. `named`: copied because `include` names it. `if public`: copied if it
 * holds public certificates alone.
 */
export type Fate = "copied" | "named" | "left out" | "if public";

/** What of a working tree is copied. */
export interface CopyRule {
  /**
   * Decides about one entry.
   * @param path relative to the app, with `/`
   * @param parent the fate of the folder that it lies in
   */
  fateOf(path: string, isFolder: boolean, parent: Fate): Fate;
  /** Whether something may be copied out of a folder that is left out, so that one has to look there. */
  readonly bringsBack: boolean;
}

/**
 * Folders that are copied, since `build-command` may need them, but never packed: what JavaScript tools need, and
 * Bundler's settings, in which setup-ruby and others leave paths and tokens.
 */
export const NEVER_PACKED: readonly string[] = [
  ...["node_modules", ".yarn", ".pnp.cjs", ".pnp.loader.mjs"],
  ".bundle",
];

/** Left out at the app's top only. `.megamode` is our own folder, which the injection makes. */
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

const DATABASE = /^(db|storage)\/(.*\/)?[^/]+\.(sqlite3?|db3?)(-(wal|shm|journal))?$/i;

/**
 * Makes the rule of what is copied into the staged app.
 * @param options.ignoreFile text of `.megamodeignore`, in gitignore's syntax
 * @param options.include globs that win over everything else; a wildcard does not match a leading dot,
 *   so that `**` brings back no `.env` and no `.git`
 */
export function copyRule(options: {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly ignoreFile: string;
}): CopyRule {
  const included = includeRule(options.include);
  const excluded = picomatch(globs(options.exclude), { dot: true });
  const ignored = ignore({ ignorecase: false }).add(options.ignoreFile);

  const leftOut = [
    (path: string) => TOP.has(path),
    (path: string) => DATABASE.test(path),
    (path: string) => excluded(path),
    (path: string, isFolder: boolean) => ignored.ignores(isFolder ? `${path}/` : path),
  ];

  return {
    fateOf(path, isFolder, parent) {
      if (included(path)) return "named";
      const kind = kindOf(path);
      if (kind === "secret") return "left out";
      // Of a folder that is named everything is copied, except secrets that are not named themselves.
      const byPlace =
        parent === "copied" && leftOut.some((applies) => applies(path, isFolder))
          ? "left out"
          : parent;
      return byPlace !== "left out" && kind === "certificate" && !isFolder ? "if public" : byPlace;
    },
    bringsBack: options.include.length !== 0,
  };
}

/** Whether `include` names a path, relative to the app. */
export function includeRule(include: readonly string[]): (path: string) => boolean {
  return picomatch(globs(include));
}

/** Lets `./docs/` mean the same as `docs`. */
function globs(patterns: readonly string[]): string[] {
  return patterns.map((pattern) => pattern.replace(/^(\.?\/)+/, "").replace(/\/+$/, ""));
}
