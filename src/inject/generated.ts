/** The files that the injection adds, as text. Ruby that any app's Ruby reads, from 2.7 on. */

/** Wraps the app's own rackup file, whatever it is made of. */
export const RACKUP = `# Added by megamode-deploy: runs the app's own config.ru behind the stage's prefix.
require "megamode/rackup"

run Megamode.app(File.expand_path("../config.ru", __dir__))
`;

/**
 * Puma reads this in place of the app's own file, which it loads. Flags win over a file's `port`, `bind`
 * and `workers` (seen with Puma 5.6, 6.6, 7.0 and 8.0), but no flag undoes its `stdout_redirect`,
 * `pidfile`, `prune_bundler` or a plugin, and its `environment` would win over RACK_ENV.
 */
export const PUMA_CONFIG = `# Added by megamode-deploy: the app's own Puma configuration, but for what cannot work in a sandbox.
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
instance_eval(File.read(own), own, 1) if own
`;

/** The settings that a reader of a Rails app looks for where settings are; the rest is the gem's railtie. */
export const INITIALIZER = `# Added by megamode-deploy to the copy of the app that runs on AWS Lambda. Does nothing elsewhere.
if defined?(Megamode) && Megamode.active?
  # The stage that this is, such as "production" or "pr-12": Rails.configuration.x.megamode.stage
  Rails.application.config.x.megamode.stage = ENV["MEGAMODE_STAGE"]
end
`;
