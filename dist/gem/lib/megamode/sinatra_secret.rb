# frozen_string_literal: true

module Megamode
  # Sinatra makes a session secret in each process, so that a session would be valid in one sandbox only. Its setting gets
  # the stage's secret as its default, whoever loads Sinatra and whenever: an app's own `set :session_secret` still counts.
  module SinatraSecret
    NAME = "SESSION_SECRET"

    # Runs a block that loads the app, and returns what it returns.
    def self.given_while(&load)
      secret = ENV[NAME].to_s
      return load.call if secret.empty? || !Gem.loaded_specs.key?("sinatra")

      # Sinatra::Base makes its own secret before the end of its class. Apps read it later, some already when they are made.
      trace = TracePoint.new(:end) { |point| trace.disable if give(secret, point.self) }
      trace.enable unless defined?(::Sinatra::Base) && give(secret, ::Sinatra::Base)
      load.call
    ensure
      trace&.disable
    end

    def self.give(secret, loaded)
      return false unless defined?(::Sinatra::Base) && ::Sinatra::Base.equal?(loaded)
      return false unless loaded.respond_to?(:session_secret)

      loaded.set(:session_secret, secret)
      true
    end
    private_class_method :give
  end
end
