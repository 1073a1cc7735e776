# frozen_string_literal: true

# Tells every part of the gem whether this is our runtime, and what request is in progress.
module Megamode
  SECRET_NAME = "MEGAMODE_PROXY_SECRET"
  BUILD_NAME = "MEGAMODE_BUILD"

  class << self
    # The path below which the current request was sent, such as "/dev"; empty on a domain of its own. There is one
    # for the process, not one for each thread: a sandbox has one request at a time, and whatever that request
    # starts (a fiber of a streaming body, a thread) must find it.
    attr_reader :prefix

    def prefix=(path)
      @prefix = path.dup.freeze
    end

    # The host, with its port, that the current request was sent to. Before the first request, and in a command that has
    # none, that of `public-url`, of the form that contract/public-url.ts allows; nil if nobody gave one.
    def host
      @host || ENV["MEGAMODE_PUBLIC_URL"].to_s[%r{\Ahttps://([a-z0-9.-]+(?::\d+)?)(?:/|\z)}, 1]
    end
    attr_writer :host

    # Whether the proxy started this process. On a laptop and on the runner, it did not.
    def active?
      !ENV[SECRET_NAME].to_s.empty?
    end

    # Whether this process builds what will run there, as `assets:precompile` does.
    def building?
      ENV[BUILD_NAME] == "1"
    end
  end

  self.prefix = ""
end

# The proxy reads a pipe, which Ruby would buffer: lines would arrive with a later request.
$stdout.sync = STDOUT.sync = true if Megamode.active?
