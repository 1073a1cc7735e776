import { APP_DIR } from "../../../contract/root.ts";
import { OUR_FOLDER } from "../../app/our-folder.ts";

/** The files that `inject: off` adds to our own folder, as text. */

/** Wraps the app's own rackup file. Loads our gem by its path, since the bundle does not name it. */
export const RACKUP_BY_PATH = `# Added by megamode-deploy: runs the app's own config.ru behind the stage's prefix.
require File.expand_path("gem/lib/megamode/rackup", __dir__)

run Megamode.app(File.expand_path("../config.ru", __dir__))
`;

/** Below the root. Read by `ruby -r`, before anything else. */
export const RAILS_HOOK_PATH = `${OUR_FOLDER}/outside.rb`;
export const RAILS_HOOK_REQUIRE = `${APP_DIR}/${RAILS_HOOK_PATH}`;

/** Holds what is an initializer if the app is edited. */
export const RAILS_SETTINGS_PATH = `${OUR_FOLDER}/settings.rb`;

/**
 * Loads our gem as soon as Rails has railties, which no file of the app does. It cannot be loaded earlier: our
 * railtie inherits from `Rails::Railtie`, which it can do from the end of that class's body on.
 */
export const RAILS_HOOK = `# Added by megamode-deploy (inject: off): the gem for an app whose Gemfile does not name it.
name = Module.instance_method(:name)
waiting = TracePoint.new(:end) do |trace|
  next unless trace.self.is_a?(Module) && name.bind(trace.self).call == "Rails::Railtie"

  waiting.disable
  require File.expand_path("gem/lib/megamode", __dir__)
  # By a name: Rails refers to its railties weakly.
  class Megamode::Settings < ::Rails::Railtie
    initializer("megamode.settings", after: :load_config_initializers) do
      load File.expand_path("settings.rb", __dir__)
    end
  end
end
waiting.enable
`;
