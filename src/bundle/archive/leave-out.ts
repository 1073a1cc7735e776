import { posix } from "node:path";
import { NEVER_PACKED } from "../../inject/copy/copy-rule.ts";

/** Whether a path below the app is left out of its archive. Paths are relative to the root. */
export function leftOutOfApp(path: string): boolean {
  return (
    NEVER_PACKED.includes(posix.basename(path)) ||
    // The checkout's tmp is not copied, so everything in it comes from the build: caches, the dummy secret of Rails 7.1
    // and newer.
    (path.startsWith("app/tmp/") && path !== "app/tmp/pids") ||
    // Already installed, and not read again. Folders beside them are gems from git, which are.
    /^app\/vendor\/cache\/[^/]+\.gem$/.test(path) ||
    // What Bundler remembers of its last command line.
    path === "app/.megamode/bundle" ||
    /^app\/log\/[^/]+\.log$/.test(path)
  );
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
