import type { App } from "../../app/app.ts";
import { OUR_FOLDER } from "../../app/our-folder.ts";
import { UserError } from "../../errors.ts";
import { type Injection, newFile } from "../injection.ts";
import { missingUnedited } from "../lockfile/missing.ts";
import type { Sources } from "../sources.ts";
import { INITIALIZER } from "./added-files.ts";
import { addedPuma } from "./bundle-edits.ts";
import { everyInjection, serverConfig } from "./common.ts";
import {
  RACKUP_BY_PATH,
  RAILS_HOOK,
  RAILS_HOOK_PATH,
  RAILS_HOOK_REQUIRE,
  RAILS_SETTINGS_PATH,
} from "./inject-off-files.ts";

/**
 * Plans for `inject: off`. No file of the app is edited: everything that we add lies in our own folder, and Ruby loads
 * it by `-r`.
 * @throws UserError if the bundle would have to be edited to be installed, or to have a server
 */
export function planInjectOff(app: App, sources: Sources): Injection {
  const { platform } = sources;
  const missing = missingUnedited(sources.lockfile, platform);
  if (missing !== "nothing") {
    throw new UserError(
      missing === "lockfile"
        ? `The app has no \`${app.lockfile}\`, and with \`inject: off\` the action does not make one.`
        : `\`${app.lockfile}\` names no gems for \`${platform}\`, and with \`inject: off\` the action does not add them.`,
      `Run \`bundle lock --add-platform ${platform}\` in the app and commit the lockfile, or leave \`inject\` out.`,
    );
  }
  if (addedPuma(app, sources) !== undefined) {
    throw new UserError(
      "The bundle has no server in a group that is deployed, and with `inject: off` the action does not add one.",
      'Add `gem "puma"` to the `Gemfile`, outside of the development and test groups, or leave `inject` out.',
    );
  }
  const isRails = app.kind === "rails";
  return {
    ...everyInjection(app, sources),
    edits: [
      newFile(
        `${OUR_FOLDER}/config.ru`,
        RACKUP_BY_PATH,
        "starts the app's own `config.ru` behind the prefix",
      ),
      ...serverConfig(app),
      ...(isRails
        ? [
            newFile(RAILS_HOOK_PATH, RAILS_HOOK, "loads the gem, which the Gemfile does not name"),
            newFile(
              RAILS_SETTINGS_PATH,
              INITIALIZER,
              "settings for a Rails app behind API Gateway",
            ),
          ]
        : []),
    ],
    missing,
    repairsPrograms: false,
    requires: isRails ? [RAILS_HOOK_REQUIRE] : [],
    notices: [],
  };
}
