import { NEVER_PACKED } from "../../inject/copy/copy-rule.ts";

/** What lies below the root while building and is no part of an archive. Paths are relative to the root. */
export function leftOutOfApp(path: string): boolean {
  return (
    NEVER_PACKED.includes(path.slice(path.lastIndexOf("/") + 1)) ||
    // Only what the build made lies in tmp: caches, and the dummy secret of Rails 7.1 and newer.
    (path.startsWith("app/tmp/") && path !== "app/tmp/pids") ||
    // Installed from there; Bundler reads them no more. Folders beside them are gems from git.
    /^app\/vendor\/cache\/[^/]+\.gem$/.test(path) ||
    // What Bundler remembers of its last command line.
    path === "app/.megamode/bundle" ||
    /^app\/log\/[^/]+\.log$/.test(path)
  );
}

/** What Bundler leaves behind that only it reads again while installing. */
export function leftOutOfGems(path: string): boolean {
  return (
    /^gems\/ruby\/[^/]+\/cache$/.test(path) ||
    // Say where and how an extension was built; they differ from build to build.
    /\/(gem_make\.out|mkmf\.log)$|\/ext\/(.*\/)?Makefile$/.test(path)
  );
}
