# frozen_string_literal: true

require_relative "runtime"

module Megamode
  # Puts the path where the app is mounted in front of a redirect that a developer wrote out (`redirect_to "/login"`,
  # `redirect("/new")` in the routes, Sinatra's `redirect "/"`), as a web server's `proxy_redirect` does. What a helper
  # wrote lies below it already.
  module Location
    OWN = %r{\A(?:(https?):)?//([^/?#]*)(.*)\z}mi.freeze
    DEFAULT_PORT = { "http" => ":80", "https" => ":443" }.freeze

    # +env+: the request's, which says what the app takes for its host.
    def self.below(prefix, headers, env)
      name = headers.each_key.find { |key| key.to_s.casecmp?("location") }
      given = name && headers[name]
      return headers unless given.is_a?(String)

      # By its bytes: what an app puts there need not be UTF-8.
      moved = move(prefix, given.b, env).force_encoding(given.encoding)
      moved == given ? headers : headers.merge(name => moved)
    end

    def self.move(prefix, given, env)
      return below?(prefix, given) ? given : prefix + given if given.start_with?("/") && !given.start_with?("//")

      scheme, host, path = OWN.match(given)&.captures
      # Some servers of an app's domain may be others'. Below a stage, the host is the API's and has nothing else.
      return given unless host && Megamode.stage_path == prefix && own?(host, scheme || "https", env)
      return given if below?(prefix, path)

      given.delete_suffix(path) + prefix + path
    end

    def self.below?(prefix, path)
      path.start_with?(prefix) && ["", "/", "?", "#"].include?(path[prefix.size, 1])
    end

    def self.own?(host, scheme, env)
      own = env.values_at("HTTP_HOST", "HTTP_X_FORWARDED_HOST").compact
      own.any? { |name| bare(name, scheme) == bare(host, scheme) }
    end

    def self.bare(host, scheme)
      host.downcase.delete_suffix(DEFAULT_PORT.fetch(scheme.downcase))
    end
    private_class_method :move, :below?, :own?, :bare
  end
end
