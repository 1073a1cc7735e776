# frozen_string_literal: true

begin
  require "rack"
  require "rack/builder"
rescue LoadError
  require "puma/rack/builder" # Puma's own copy, for a bundle without Rack.
end
require_relative "runtime"
require_relative "log_folder"
require_relative "middleware"
require_relative "sinatra_secret"

module Megamode
  # Loads the app of a rackup file and wraps it in our middleware. The rack server starts a config.ru of ours that
  # calls this, so that the user's file stays unchanged. Rack 2 returns the app with its options, Rack 3 the app
  # alone.
  def self.app(config)
    require_relative "standard_device" if active?
    builder = defined?(::Rack::Builder) ? ::Rack::Builder : ::Puma::Rack::Builder
    return builder.parse_file(config).then { |app,| app } unless active?

    serving!
    require_relative "threads"
    Threads.tell_on_signal
    RequestLog.install unless building? || ENV["MEGAMODE_PREFLIGHT"] == "1"
    app, = SinatraSecret.given_while { builder.parse_file(config) }
    if ENV["MEGAMODE_PREFLIGHT"] == "1"
      require_relative "told_work"
      ToldWork.tell(File.dirname(config))
    end

    Middleware.new(app, log_folder: LogFolder.new(File.join(File.dirname(config), "log")))
  end
end
