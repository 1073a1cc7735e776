import ignore from "ignore";
import { globs, includeRule, matcher } from "./include.ts";
import { kindOf, secretIn } from "./secrets.ts";

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
  /**
   * Says of what kind an entry is that is left out for its own sake, in words: `spec/`, `private keys`. Undefined for one
   * that something else stands for.
   */
  kindOf(path: string, isFolder: boolean): string | undefined;
  /** Whether something may be copied out of a folder that is left out, so that one has to look there. */
  bringsBack(folder: string): boolean;
}

/**
 * Folders that are copied, since `build-command` may need them, but not packed unless `include` names something in them:
 * what JavaScript tools need, and Bundler's settings, in which setup-ruby and others leave paths and tokens.
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

const DATABASE = /^(db|storage)\/(.*\/)?[^/]+\.(sqlite3?|db3?)(-(wal|shm|journal))?$/is;

/**
 * Makes the rule of what is copied into the staged app.
 * @param options.ignoreFile text of `.megamodeignore`, in gitignore's syntax
 * @param options.include globs that win over everything but `.git`: `includeRule`
 */
export function copyRule(options: {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly ignoreFile: string;
}): CopyRule {
  const included = includeRule(options.include);
  const excluded = matcher(globs(options.exclude), { dot: true });
  const ignored = ignore({ ignorecase: false }).add(options.ignoreFile);

  /** Says why an entry is left out for where it lies or who names it; undefined if it is not. */
  const why = (path: string, isFolder: boolean): string | undefined => {
    if (TOP.has(path)) return `${path}/`;
    if (DATABASE.test(path)) return "databases";
    if (excluded(path)) return "named in `exclude`";
    return ignored.ignores(isFolder ? `${path}/` : path) ? "named in `.megamodeignore`" : undefined;
  };

  return {
    fateOf(path, isFolder, parent) {
      if (included.names(path)) return "named";
      const kind = kindOf(path);
      if (kind === "secret") return "left out";
      // Of a folder that is named everything is copied, except secrets that are not named themselves.
      const byPlace =
        parent === "copied" && why(path, isFolder) !== undefined ? "left out" : parent;
      return byPlace !== "left out" && kind === "certificate" && !isFolder ? "if public" : byPlace;
    },
    kindOf: (path, isFolder) => secretIn(path) ?? why(path, isFolder) ?? "possible keys",
    bringsBack: included.mayNameIn,
  };
}
