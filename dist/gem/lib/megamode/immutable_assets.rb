# frozen_string_literal: true

module Megamode
  # A file with a digest in its name never changes: a browser need not ask again. What other static files
  # say of themselves is the app's affair.
  class ImmutableAssets
    # Sprockets (SHA-256, MD5 before), Propshaft (eight digits), and what is named so by a bundler before it.
    DIGESTED = /-(?:\h{64}|\h{40}|\h{32}|\h{8})\.[^\/]+\z|-[\w-]{7,128}\.digested\.[^\/]+\z/.freeze
    FOREVER = "public, max-age=31536000, immutable"
    FOUND = [200, 206, 304].freeze

    # +folder+: what assets are served below, such as "/assets".
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
