import { APP_DIR, GEMS_DIR } from "../../../contract/root.ts";
import type { App } from "../app.ts";
import { OUR_FOLDER } from "../our-folder.ts";

/**
 * Gem home of a Bundler that was vendored for the app, with nothing else in it. If it lay among the app's gems,
 * `bundle clean` would remove it, because the lockfile does not name it.
 */
export const BUNDLER_HOME = `${GEMS_DIR}/bundler`;

/** Removes the variables of a Ruby or Bundler under which this action itself may have been started. */
export const NO_OUTER_RUBY = {
  RUBYOPT: undefined,
  RUBYLIB: undefined,
  GEM_HOME: undefined,
  GEM_PATH: undefined,
  BUNDLE_GEMFILE: undefined,
  BUNDLE_BIN_PATH: undefined,
} as const;

/** The Bundler that is used from vendoring to serving. */
export interface BundlerInUse {
  readonly version: string;
  /** The gem home it was vendored to; undefined: the runner's own, which travels with Ruby. */
  readonly home: string | undefined;
}

/**
 * Bundler's environment for the staged app. It is the same while vendoring and while running: with another one
 * Bundler would look for the gems elsewhere, or resolve again.
 * @param running which groups there are: `BundlerSettings.running`
 */
export function bundlerEnvironment(
  app: Pick<App, "gemfile">,
  bundler: BundlerInUse,
  running: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return {
    BUNDLE_GEMFILE: `${APP_DIR}/${app.gemfile}`,
    BUNDLE_PATH: GEMS_DIR,
    ...running,
    BUNDLE_FROZEN: "true",
    // Bundler does not read the app's .bundle/config: setup-ruby leaves `path: vendor/bundle` there, others leave
    // tokens. Its groups are in `running`; the rest is for installing alone.
    BUNDLE_APP_CONFIG: `${APP_DIR}/${OUR_FOLDER}/bundle`,
    // A Bundler that finds another version in BUNDLED WITH installs and starts that one, unless this is
    // set: https://bundler.io/guides/bundler_2_upgrade.html and `autoswitching_applies?` in self_manager.rb.
    BUNDLER_VERSION: bundler.version,
    // RubyGems finds Bundler there. Bundler itself sets another GEM_HOME for what it starts.
    ...(bundler.home !== undefined && { GEM_HOME: bundler.home }),
  };
}
