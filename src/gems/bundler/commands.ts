import { APP_DIR } from "../../../contract/root.ts";
import { BUNDLER_HOME, type BundlerInUse, NO_OUTER_RUBY } from "../../app/bundler/environment.ts";
import type { Command } from "../../ports/shell.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** How Bundler is started while vendoring. */
export interface BundlerCall {
  readonly bundler: BundlerInUse;
  /** `bundlerEnvironment` of app/, with the settings for installing alone. */
  readonly env: Environment;
}

/**
 * Installs exactly what the lockfile names.
 * @param from `here`: asks no server, and fails if a gem is in neither the app's `vendor/cache` nor installed
 */
export function bundleInstall(call: BundlerCall, from: "here" | "anywhere"): Command {
  return bundle(["install", ...(from === "here" ? ["--local"] : [])], call);
}

/** Runs Ruby that may use Bundler's library, but is not in the bundle. */
export function bundlerScript(call: BundlerCall, script: string, args: readonly string[]): Command {
  const env = { ...NO_OUTER_RUBY, ...call.env };
  return { file: "ruby", args: ["-e", script, ...args], cwd: APP_DIR, env };
}

/** Writes a lockfile if the app has none. */
export function bundleLock(call: BundlerCall): Command {
  return bundle(["lock"], { ...call, env: { ...call.env, BUNDLE_FROZEN: "false" } });
}

/** Adds the runner's platform to a lockfile that was made elsewhere; moves no version. */
export function bundleAddPlatform(call: BundlerCall, platform: string): Command {
  const args = ["lock", "--add-platform", platform];
  return bundle(args, { ...call, env: { ...call.env, BUNDLE_FROZEN: "false" } });
}

/** Removes what an earlier lockfile named and this one does not. */
export function bundleClean(call: BundlerCall): Command {
  return bundle(["clean"], call);
}

/** Fails if a gem of the lockfile is not installed. */
export function bundleCheck(call: BundlerCall): Command {
  return bundle(["check"], call);
}

/** Says which version really starts. */
export function bundleVersion(call: BundlerCall): Command {
  return { ...bundle(["--version"], call), cwd: "/" };
}

/**
 * Installs Bundler itself to a home of its own.
 * @param requirement as RubyGems reads it: `2.6.9`, `~> 2.6.0`
 */
export function installBundler(requirement: string): Command {
  const place = ["--install-dir", BUNDLER_HOME, "--no-user-install", "--no-document"];
  return {
    file: "gem",
    args: ["install", "bundler", "--version", requirement, ...place],
    cwd: APP_DIR,
    env: NO_OUTER_RUBY,
  };
}

function bundle(args: readonly string[], { bundler, env }: BundlerCall): Command {
  const all = { ...NO_OUTER_RUBY, ...env };
  if (bundler.home === undefined) return { file: "bundle", args, cwd: APP_DIR, env: all };
  // Called by its own executable, because the one on the PATH may be a version manager's.
  const executable = `${bundler.home}/gems/bundler-${bundler.version}/exe/bundle`;
  return { file: "ruby", args: [executable, ...args], cwd: APP_DIR, env: all };
}
