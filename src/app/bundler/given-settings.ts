import { join } from "node:path";
import { readBundleConfig } from "./config-file.ts";

/** Where Bundler's settings come from, strongest first: the app, the job, the user's home. */
export interface GivenSettings {
  readonly app: ReadonlyMap<string, string>;
  readonly job: ReadonlyMap<string, string>;
  readonly home: ReadonlyMap<string, string>;
}

/** Variables that are no settings: they say where Bundler looks for its settings. */
const LOCATIONS = /^BUNDLE_(USER_\w+|BIN_PATH|ORIG_\w+)$/;

/**
 * Reads the settings where Bundler would.
 * @param dir the app's folder
 * @param env the job's
 */
export async function readGivenSettings(
  dir: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<GivenSettings> {
  const user = env.BUNDLE_USER_HOME ?? join(env.HOME ?? "/", ".bundle");
  return {
    app: await readBundleConfig(join(dir, ".bundle/config")),
    job: settingsAmong(env),
    home: await readBundleConfig(env.BUNDLE_USER_CONFIG ?? join(user, "config")),
  };
}

function settingsAmong(
  env: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || !name.startsWith("BUNDLE_") || LOCATIONS.test(name)) continue;
    settings.set(name, value);
  }
  return settings;
}
