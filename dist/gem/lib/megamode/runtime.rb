# frozen_string_literal: true

# Tells every part of the gem whether this is our runtime, and what request is in progress.
module Megamode
  SECRET_NAME = "MEGAMODE_PROXY_SECRET"
  BUILD_NAME = "MEGAMODE_BUILD"
  STAGE_NAME = "MEGAMODE_STAGE"
  PUBLIC_URL_NAME = "MEGAMODE_PUBLIC_URL"
  # The host of an API, in each partition.
  API = /\A[a-z0-9-]+\.execute-api\.[a-z0-9-]+\.amazonaws\.(?:com|com\.cn|eu)\z/.freeze

  class << self
    # The path below which the current request was sent, such as "/dev"; empty on a domain of its own. There is one
    # for the process, not one for each thread: a sandbox has one request at a time, and whatever that request
    # starts (a fiber of a streaming body, a thread) must find it. Before the first request, in a release command and
    # in whatever else runs without one, it is the path of `public-url` or of the stage.
    def prefix
      @prefix || home
    end

    def prefix=(path)
      @prefix = path&.dup&.freeze
    end

    # The host, with its port, that the current request was sent to. Before the first request, and in a command that has
    # none, that of `public-url`; nil if nobody gave one.
    def host
      @host || public_url&.first
    end
    attr_writer :host

    # The host that the proxy names for it: another one is that of a CDN which proved itself.
    attr_accessor :forwarded_host

    # Whether the proxy started this process. On a laptop and on the runner, it did not.
    def active?
      !ENV[SECRET_NAME].to_s.empty?
    end

    # Says that this process is the rack server. The rackup file says so, before it reads the app.
    def serving!
      @serving = true
    end

    def serving?
      @serving == true
    end

    # Whether this process builds what will run there, as `assets:precompile` does.
    def building?
      ENV[BUILD_NAME] == "1"
    end

    # The path of the API's own URL; nil behind a CDN, where the proxy puts `public-url` in its place.
    def stage_path
      stage = ENV[STAGE_NAME].to_s
      "/#{stage}" unless stage.empty? || public_url
    end

    # Whether a host, with or without scheme and port, is one at which the current request or the API is found, so that
    # the app lies below the prefix there.
    def own_host?(name)
      bare = bare_host(name)
      own = [host, forwarded_host, public_url && public_url[0]].compact.map { |known| bare_host(known) }
      own.include?(bare) || API.match?(bare)
    end

    private

    def home
      return "" unless active?

      (public_url ? public_url[1] : stage_path).to_s
    end

    # Host and path, of the form that contract/public-url.ts allows; nil if there is no CDN.
    def public_url
      match = %r{\Ahttps://([a-z0-9.-]+(?::\d+)?)(/.*?)?/?\z}i.match(ENV[PUBLIC_URL_NAME].to_s)
      match&.captures
    end

    def bare_host(name)
      name.to_s.downcase.sub(%r{\A[a-z]+://}, "").sub(/:\d+\z/, "")
    end
  end
end

# The proxy reads a pipe, which Ruby would buffer: lines would arrive with a later request.
$stdout.sync = STDOUT.sync = true if Megamode.active?
