import { APP_DIR } from "../../../contract/root.ts";
import { OUR_FOLDER } from "../../app/our-folder.ts";

/** What an app runs with of which no file is edited (`inject: off`): all of it lies in our own folder. */

/** Wraps the app's own rackup file, without the bundle's help: it does not name our gem. */
export const OUTSIDE_RACKUP = `# Added by megamode-deploy: runs the app's own config.ru behind the stage's prefix.
require File.expand_path("gem/lib/megamode/rackup", __dir__)

run Megamode.app(File.expand_path("../config.ru", __dir__))
`;

/** Below the root. Read by \`ruby -r\`, before anything else. */
export const OUTSIDE_HOOK = `${OUR_FOLDER}/outside.rb`;
export const OUTSIDE_REQUIRE = `${APP_DIR}/${OUTSIDE_HOOK}`;

/** What the initializer would be, beside the hook. */
export const OUTSIDE_SETTINGS = `${OUR_FOLDER}/settings.rb`;

/**
 * Loads our gem once Rails has railties. No file of the app does it, and before that there is nothing to
 * hang it on: the end of the class's body is the first moment at which it can be inherited from.
 */
export const OUTSIDE_RAILS = `# Added by megamode-deploy (inject: off): the gem for an app whose Gemfile does not name it.
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
