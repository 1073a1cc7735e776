# frozen_string_literal: true

module Megamode
  # Sinatra makes a session secret in each process, so that a session would be valid in one sandbox only. Its setting gets
  # the stage's secret as its default, whoever loads Sinatra and whenever: an app's own `set :session_secret` still counts.
  module SinatraSecret
    NAME = "SESSION_SECRET"
    # Has the class Sinatra::Base.
    FILE = "/sinatra/base.rb"

    # Runs a block that loads the app, and returns what it returns.
    def self.given_while(&load)
      secret = ENV[NAME].to_s
      return load.call if secret.empty? || !Gem.loaded_specs.key?("sinatra")

      return load.call if defined?(::Sinatra::Base) && give(secret, ::Sinatra::Base)

      # Sinatra::Base makes its own secret before the end of its class. Apps read it later, some already when they are made.
      # The end of a class is watched in that file alone: to watch all of them, Ruby would go through all of its memory.
      ends = TracePoint.new(:end) { |point| ends.disable if give(secret, point.self) }
      files = TracePoint.new(:script_compiled) do |point|
        next unless point.instruction_sequence.path.end_with?(FILE)

        files.disable
        ends.enable(target: point.instruction_sequence)
      end
      files.enable
      load.call
    ensure
      [files, ends].compact.select(&:enabled?).each(&:disable)
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
