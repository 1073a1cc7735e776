import { SOCKET } from "../../../contract/root.ts";

/** The files that the injection adds, as text, in Ruby that every version from 2.7 on reads. */

/** Wraps the app's own rackup file. */
export const RACKUP = `# Added by megamode-deploy: runs the app's own config.ru behind the stage's prefix.
require "megamode/rackup"

run Megamode.app(File.expand_path("../config.ru", __dir__))
`;

/**
 * Puma reads this file instead of the app's own, which it loads in turn. Flags would win over `port`, `bind` and
 * `workers` in the app's file (seen with Puma 5.6, 6.6, 7.0 and 8.0), but no flag undoes `stdout_redirect`,
 * `pidfile`, `prune_bundler` or a plugin, and `environment` would win over RACK_ENV.
 */
export const PUMA_CONFIG = `# Added by megamode-deploy: the app's own Puma configuration, without what cannot work in a sandbox.
%i[
  bind port ssl_bind bind_to_activated_sockets activate_control_app
  workers prune_bundler daemonize
  stdout_redirect pidfile state_path
  app rackup directory environment
].each do |setting|
  define_singleton_method(setting) { |*, **, &_| nil }
end

# Needs a second process, which would be frozen with this one.
define_singleton_method(:plugin) { |name| super(name) unless name.to_s == "solid_queue" }

environment = ENV["APP_ENV"] || ENV["RACK_ENV"] || ENV["RAILS_ENV"]
own = ["config/puma/#{environment}.rb", "config/puma.rb"]
  .map { |path| File.expand_path("../#{path}", __dir__) }
  .find { |path| File.file?(path) }
if own
  text = File.read(own)
  # \`bin/rails server\` loads Rails before Puma reads this; \`puma\` alone does not.
  rails = File.expand_path("../config/application.rb", __dir__)
  require rails if text.match?(/\\bRails(\\.|::)\\w/) && File.file?(rails)
  instance_eval(text, own, 1)
end
`;

/**
 * The proxy limits the time of a request. Unicorn's own default limit would end its only worker earlier. SIGTERM would end
 * the worker without the app's `at_exit`: the first process takes it for SIGQUIT, and ends the worker by its own pipe.
 * https://yhbt.net/unicorn/SIGNALS.html
 */
export const UNICORN = `# Added by megamode-deploy: one worker, which has loaded the app before anybody connects.
listen "${SOCKET}"
preload_app true
worker_processes 1
timeout 900
before_fork { |_server, _worker| trap(:TERM) { Process.kill(:QUIT, Process.pid) } }
after_fork { |_server, _worker| trap(:TERM) {} }
`;

/** Holds the settings that somebody who knows Rails looks for in an initializer. The gem's railtie does the rest. */
export const INITIALIZER = `# Added by megamode-deploy to the copy of the app that runs on AWS Lambda. Does nothing elsewhere.
if defined?(Megamode::Railtie) && (Megamode.active? || Megamode.building?)
  Rails.application.configure do
    # The stage that this is, such as "production" or "pr-12": Rails.configuration.x.megamode.stage
    config.x.megamode.stage = ENV["MEGAMODE_STAGE"]

    # The same app is served below "/production" and at the root of a domain. Asset helpers, the import map
    # and cached fragments follow the request in progress. The app's own \`config.asset_host\` stays.
    ActiveSupport.on_load(:action_view) { prepend Megamode::AssetPath }
    ActiveSupport.on_load(:action_controller_base) { fragment_cache_key { Megamode.prefix.presence } }

    if config.respond_to?(:assets) # An API-only app may have none.
      # Stylesheets name their images and fonts relative to themselves, so that they are found below any path.
      Megamode::RelativeUrls.install(config.assets)

      # Browsers keep files with a digest in their names.
      config.middleware.unshift Megamode::ImmutableAssets, config.assets.prefix, Rails.public_path
    end
  end
end
`;
