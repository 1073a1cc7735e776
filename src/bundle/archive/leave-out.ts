import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";
import { isPublicCertificate } from "../../inject/copy/certificates.ts";
import { NEVER_PACKED } from "../../inject/copy/copy-rule.ts";
import { type Include, includeRule } from "../../inject/copy/include.ts";
import { kindOf } from "../../inject/copy/secrets.ts";

/**
 * Makes the rule for secrets in the app, wherever they come from: `build-command` may have written them. What `include`
 * names is packed all the same.
 * @param backing the folder that stands for the root
 * @param include the input, globs relative to the app
 * @returns whether a path, relative to the root, is left out
 */
export function secretsRule(
  backing: string,
  include: readonly string[],
): (path: string) => boolean {
  const included = includeRule(include);
  const isSecret = (own: string, stat: Stats): boolean => {
    const kind = kindOf(own);
    if (kind !== "certificate") return kind !== "ordinary";
    return stat.isFile() && !isPublicCertificate(join(backing, "app", own));
  };
  return (path) => {
    if (!path.startsWith("app/")) return false;
    const own = path.slice("app/".length);
    const stat = lstatSync(join(backing, path), { throwIfNoEntry: false });
    // It has a name that no text can spell, or is gone: whoever packs it says so.
    if (stat === undefined) return false;
    // A link holds nothing: what it points at is judged by itself.
    if (stat.isSymbolicLink() || included.names(own)) return false;
    if (stat.isDirectory() && included.mayNameIn(own)) return false;
    const isIn = (folder: string) => kindOf(folder) === "secret" && !included.names(folder);
    return isSecret(own, stat) || foldersAbove(own).some(isIn);
  };
}

/** Lists the folders that a path lies in, `a` and `a/b` for `a/b/c`. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

const NOTHING = includeRule([]);

/**
 * Whether a path below the app is left out of its archive. Paths are relative to the root.
 * @param include what is packed all the same
 */
export function leftOutOfApp(path: string, isFolder = false, include: Include = NOTHING): boolean {
  // What Bundler remembers of its last command line.
  if (path === "app/.megamode/bundle") return true;
  const isLeftOut =
    path.split("/").some((name) => NEVER_PACKED.includes(name)) ||
    // The checkout's tmp is not copied, so everything in it comes from the build: caches, the dummy secret of Rails 7.1
    // and newer.
    (path.startsWith("app/tmp/") && path !== "app/tmp/pids") ||
    // Already installed, and not read again. Folders beside them are gems from git, which are.
    /^app\/vendor\/cache\/[^/]+\.gem$/.test(path) ||
    /^app\/log\/[^/]+\.log$/.test(path);
  if (!isLeftOut) return false;
  const own = path.slice("app/".length);
  return !include.names(own) && !(isFolder && include.mayNameIn(own));
}

/** Whether a path below the gems is left out of their archive. */
export function leftOutOfGems(path: string): boolean {
  return (
    // Downloaded gems, which Bundler reads while it installs and never again.
    /^gems\/ruby\/[^/]+\/cache$/.test(path) ||
    // Logs of how an extension was built, which differ from build to build.
    /\/(gem_make\.out|mkmf\.log)$|\/ext\/(.*\/)?Makefile$/.test(path)
  );
}
