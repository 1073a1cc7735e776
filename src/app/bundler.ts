import { APP_DIR, GEMS_DIR } from "../../contract/root.ts";
import type { App } from "./detect.ts";

/** Folder of our own in the staged app. Holds what the injection adds. */
export const OUR_FOLDER = ".megamode";

/**
 * Bundler's settings for the staged app, while vendoring as while running: with other ones Bundler would
 * look for the gems elsewhere, or resolve again.
 * @param bundler the version that is packaged with Ruby
 */
export function bundlerEnvironment(
  app: Pick<App, "gemfile">,
  bundler: string,
): Readonly<Record<string, string>> {
  return {
    BUNDLE_GEMFILE: `${APP_DIR}/${app.gemfile}`,
    BUNDLE_PATH: GEMS_DIR,
    BUNDLE_WITHOUT: "development:test",
    BUNDLE_FROZEN: "true",
    // The app's .bundle/config is not read: setup-ruby leaves `path: vendor/bundle` there, others tokens.
    BUNDLE_APP_CONFIG: `${APP_DIR}/${OUR_FOLDER}/bundle`,
    // A Bundler that finds another version in BUNDLED WITH installs and starts that one, unless this is
    // set: https://bundler.io/guides/bundler_2_upgrade.html and `autoswitching_applies?` in self_manager.rb.
    BUNDLER_VERSION: bundler,
  };
}
