import type { App } from "../../app/app.ts";
import { OUR_FOLDER } from "../../app/our-folder.ts";
import { UserError } from "../../errors.ts";
import type { Injection } from "../injection.ts";
import { lacksUnedited } from "../lockfile/edit.ts";
import type { Sources } from "../sources.ts";
import { addedPuma } from "./bundle.ts";
import { INITIALIZER } from "./generated.ts";
import {
  OUTSIDE_HOOK,
  OUTSIDE_RACKUP,
  OUTSIDE_RAILS,
  OUTSIDE_REQUIRE,
  OUTSIDE_SETTINGS,
} from "./outside-files.ts";
import { added, everyPlan, serverConfig } from "./own-folder.ts";

/**
 * `inject: off`: no file of the app is edited; what it runs with lies in our own folder, and Ruby is told of it.
 * @throws UserError where the bundle cannot be installed, or has no server, unless it is edited
 */
export function planOutside(app: App, sources: Sources): Injection {
  const missing = lacksUnedited(sources.files.get(app.lockfile), sources.platform);
  const { platform } = sources;
  if (missing !== "nothing") {
    throw new UserError(
      missing === "lockfile"
        ? `The app has no \`${app.lockfile}\`, and \`inject: off\` lets nobody make one.`
        : `\`${app.lockfile}\` names no gems for \`${platform}\`, and \`inject: off\` lets nobody add them.`,
      `Run \`bundle lock --add-platform ${platform}\` in the app and commit the lockfile, or leave \`inject\` out.`,
    );
  }
  if (addedPuma(app, sources) !== undefined) {
    throw new UserError(
      "The bundle has no server in a group that is deployed, and `inject: off` lets nobody add one.",
      'Add `gem "puma"` to the `Gemfile`, outside of the development and test groups, or leave `inject` out.',
    );
  }
  const rails = app.kind === "rails";
  return {
    ...everyPlan(app, sources),
    edits: [
      added(
        `${OUR_FOLDER}/config.ru`,
        OUTSIDE_RACKUP,
        "starts the app's own `config.ru` behind the prefix",
      ),
      ...serverConfig(app),
      ...(rails
        ? [
            added(OUTSIDE_HOOK, OUTSIDE_RAILS, "loads the gem, which the Gemfile does not name"),
            added(OUTSIDE_SETTINGS, INITIALIZER, "settings for a Rails app behind API Gateway"),
          ]
        : []),
    ],
    missing,
    requires: rails ? [OUTSIDE_REQUIRE] : [],
    notices: [],
  };
}
