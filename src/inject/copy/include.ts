import picomatch from "picomatch";

/** What the input `include` names. Paths are relative to the app, with `/`. */
export interface Include {
  /** Whether a glob matches this very path. */
  names(path: string): boolean;
  /** Whether a glob may match something in this folder. */
  mayNameIn(folder: string): boolean;
}

/** Checkout's token lies in git's folder: nothing of it leaves the runner, whoever names it. */
const GIT = /(^|\/)\.git(\/|$)/i;

/**
 * Makes the rule of what `include` names.
 * @param include globs that win over everything else; a wildcard does not match a leading dot, so that `**` brings back
 *   no `.env`
 */
export function includeRule(include: readonly string[]): Include {
  const patterns = globs(include);
  const matches = matcher(patterns);
  const bases = patterns.map((pattern) => picomatch.scan(pattern).base.replace(/\\(.)/g, "$1"));
  return {
    names: (path) => !GIT.test(path) && matches(path),
    mayNameIn: (folder) =>
      !GIT.test(folder) &&
      bases.some((base) => base === "" || within(folder, base) || within(base, folder)),
  };
}

/** Matches any of some globs. A name may have several lines. */
export function matcher(
  patterns: readonly string[],
  options: { readonly dot?: boolean } = {},
): (path: string) => boolean {
  return picomatch([...patterns], { ...options, flags: "s" });
}

/** Lets `./docs/` mean the same as `docs`. */
export function globs(patterns: readonly string[]): string[] {
  return patterns.map((pattern) => pattern.replace(/^(\.?\/)+/, "").replace(/\/+$/, ""));
}

/** Returns a glob that names this path alone, whatever letters it has. */
export function literalGlob(path: string): string {
  return path.replace(/[\\!*?{}()[\]|$^]/g, "\\$&");
}

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
