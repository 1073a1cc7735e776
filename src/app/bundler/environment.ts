import { APP_DIR, GEMS_DIR } from "../../../contract/root.ts";
import type { App } from "../app.ts";
import { OUR_FOLDER } from "../our-folder.ts";

/**
 * Where a Bundler that was vendored for the app lies: a gem home with nothing else in it. Not among the
 * app's gems, where `bundle clean` would take it for one that the lockfile does not name.
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
 * Bundler's environment for the staged app, while vendoring as while running: with another one Bundler would
 * look for the gems elsewhere, or resolve again.
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
    // The app's .bundle/config is not read as it lies: setup-ruby leaves `path: vendor/bundle` there, others
    // tokens. What it says of groups is in `running`, the rest is for installing alone.
    BUNDLE_APP_CONFIG: `${APP_DIR}/${OUR_FOLDER}/bundle`,
    // A Bundler that finds another version in BUNDLED WITH installs and starts that one, unless this is
    // set: https://bundler.io/guides/bundler_2_upgrade.html and `autoswitching_applies?` in self_manager.rb.
    BUNDLER_VERSION: bundler.version,
    // RubyGems finds it there; Bundler puts its own in this place for what it starts.
    ...(bundler.home !== undefined && { GEM_HOME: bundler.home }),
  };
}
