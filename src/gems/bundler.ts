import { APP_DIR } from "../../contract/root.ts";
import type { Command } from "../ports/shell.ts";

/** Bundler's settings for the staged app; they come from `bundlerEnvironment` in app/. */
type Settings = Readonly<Record<string, string>>;

/** Variables of a Ruby or Bundler that this action itself may have been started under. */
const FOREIGN = {
  RUBYOPT: undefined,
  RUBYLIB: undefined,
  GEM_HOME: undefined,
  GEM_PATH: undefined,
  BUNDLE_BIN_PATH: undefined,
} as const;

/** Installs exactly what the lockfile names. */
export function bundleInstall(settings: Settings): Command {
  return bundle(["install", "--jobs", "4", "--retry", "3"], settings);
}

/** Writes a lockfile where the app has none. */
export function bundleLock(settings: Settings): Command {
  return bundle(["lock"], { ...settings, BUNDLE_FROZEN: "false" });
}

/** Adds the runner's platform to a lockfile that was made elsewhere; moves no version. */
export function bundleAddPlatform(settings: Settings, platform: string): Command {
  return bundle(["lock", "--add-platform", platform], { ...settings, BUNDLE_FROZEN: "false" });
}

function bundle(args: readonly string[], settings: Settings): Command {
  return { file: "bundle", args, cwd: APP_DIR, env: { ...FOREIGN, ...settings } };
}
