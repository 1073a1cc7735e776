# frozen_string_literal: true

module Megamode
  # Moves cookies below the path where the app is mounted, as a web server's `proxy_cookie_path` does. Stages of one
  # API share a host, and with it every cookie whose path is "/", such as the one of Rails' session. A cookie with a
  # domain is meant for more than this app, so it stays.
  module CookiePath
    ROOT = %r{(;\s*path=)/(?=\s*(?:;|\z))}i.freeze

    # +headers+ as in Rack 2 (several cookies in one string) or Rack 3 (several in an array).
    def self.below(prefix, headers)
      name = headers.each_key.find { |key| key.casecmp?("set-cookie") }
      return headers if name.nil?

      value = headers[name]
      moved = value.is_a?(Array) ? value.map { |cookie| move(prefix, cookie) } : each_line(prefix, value)
      headers.merge(name => moved)
    end

    def self.each_line(prefix, value)
      value.to_s.split("\n").map { |cookie| move(prefix, cookie) }.join("\n")
    end

    def self.move(prefix, cookie)
      return cookie if cookie.match?(/;\s*domain=/i)

      cookie.sub(ROOT) { Regexp.last_match(1) + prefix }
    end
    private_class_method :each_line, :move
  end
end
