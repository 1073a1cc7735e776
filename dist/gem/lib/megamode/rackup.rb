# frozen_string_literal: true

begin
  require "rack"
  require "rack/builder"
rescue LoadError
  require "puma/rack/builder" # Of a bundle without Rack, as Puma itself has it.
end
require_relative "runtime"
require_relative "log_folder"
require_relative "middleware"

module Megamode
  # The app of a rackup file, in our middleware. For a config.ru of our own that the rack server starts, so
  # that the user's stays as it is. Rack 2 gives the app beside its options, Rack 3 the app alone.
  def self.app(config)
    require_relative "standard_device" if active?
    builder = defined?(::Rack::Builder) ? ::Rack::Builder : ::Puma::Rack::Builder
    app, = builder.parse_file(config)
    return app unless active?

    Middleware.new(app, log_folder: LogFolder.new(File.join(File.dirname(config), "log")))
  end
end
