# frozen_string_literal: true

module Megamode
  # Tells browsers that a file with a digest in its name never changes, so that they need not ask again. Leaves the
  # headers of other static files to the app.
  class ImmutableAssets
    # Matches the digests of Sprockets (SHA-256, formerly MD5), of Propshaft (eight digits), and of bundlers that
    # run before them.
    DIGESTED = /-(?:\h{64}|\h{40}|\h{32}|\h{8})\.[^\/]+\z|-[\w-]{7,128}\.digested\.[^\/]+\z/.freeze
    FOREVER = "public, max-age=31536000, immutable"
    FOUND = [200, 206, 304].freeze

    # +folder+: the path below which assets are served, such as "/assets".
    def initialize(app, folder)
      @app = app
      @folder = "/#{folder}/".squeeze("/")
    end

    def call(env)
      path = env["PATH_INFO"].to_s
      status, headers, body = @app.call(env)
      return [status, headers, body] unless path.start_with?(@folder) && DIGESTED.match?(path) && FOUND.include?(status)

      others = headers.reject { |name, _| name.casecmp?("cache-control") }
      [status, others.merge("cache-control" => FOREVER), body]
    end
  end
end
