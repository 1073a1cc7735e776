# frozen_string_literal: true

require_relative "runtime"

module Megamode
  # Tells the app where a request was sent, and by whom: the stage's path is SCRIPT_NAME, as with a web server that mounts an
  # app below a path, and the peer is the client. To be called for requests of the proxy alone.
  module Place
    FORWARDED_FOR = "HTTP_X_FORWARDED_FOR"
    # Without empty segments: a path that begins with two slashes is another host's, wherever the app redirects to it.
    WELL_FORMED = %r{\A(/[^/]+)*\z}.freeze
    ADDRESS = /\A(\d{1,3}(\.\d{1,3}){3}|[\h:.]*:[\h:.]*)\z/.freeze
    # Variables that hold the whole path, including SCRIPT_NAME. Both are optional in Rack.
    FULL_PATHS = %w[REQUEST_PATH REQUEST_URI].freeze

    class << self
      # For a client's request. Returns the prefix.
      def of_client(env, prefix)
        prefix = "" unless WELL_FORMED.match?(prefix)
        Megamode.prefix = prefix
        Megamode.host = env["HTTP_HOST"]
        Megamode.forwarded_host = env["HTTP_X_FORWARDED_HOST"]
        mount(env, prefix)
      end

      # An event is sent to no host: links are those of a process without a request, whatever a client's request before it
      # was sent to. Returns the prefix.
      def of_event(env, event)
        env["megamode.event"] = event
        Megamode.prefix = Megamode.host = Megamode.forwarded_host = nil
        mount(env, Megamode.prefix)
      end

      private

      def mount(env, prefix)
        name_client(env)
        return prefix if prefix.empty?

        env["SCRIPT_NAME"] = prefix + env["SCRIPT_NAME"].to_s
        FULL_PATHS.each do |name|
          env[name] = prefix + env[name] if env[name].to_s.start_with?("/")
        end
        prefix
      end

      # The server's peer is the proxy. The app's peer is the client, with whose address the proxy ends X-Forwarded-For: a
      # test in API Gateway's console has none.
      def name_client(env)
        address = env[FORWARDED_FOR].to_s.split(",").last.to_s.strip
        env["REMOTE_ADDR"] = address if ADDRESS.match?(address)
      end
    end
  end
end
