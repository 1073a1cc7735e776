# frozen_string_literal: true

# What every part of the gem asks: whether this is our runtime, and what is in progress there.
module Megamode
  SECRET_NAME = "MEGAMODE_PROXY_SECRET"
  BUILD_NAME = "MEGAMODE_BUILD"

  class << self
    # The path that the request in progress was sent below, such as "/dev"; empty on a domain of its own.
    # One for the process, not one a thread: a sandbox has one request at a time, and whatever that request
    # starts (a streaming body's fiber, a thread) is to find it.
    attr_reader :prefix

    def prefix=(path)
      @prefix = path.dup.freeze
    end

    # Host, with its port, that the request in progress was sent to; nil before there was one.
    attr_accessor :host

    # Whether the proxy started this process. On a laptop and on the runner it did not.
    def active?
      !ENV[SECRET_NAME].to_s.empty?
    end

    # Whether this is the build of what will run there, as `assets:precompile` is.
    def building?
      ENV[BUILD_NAME] == "1"
    end
  end

  self.prefix = ""
end

# The proxy reads a pipe, which Ruby would buffer: lines would come with a later request.
$stdout.sync = STDOUT.sync = true if Megamode.active?
