# frozen_string_literal: true

module Megamode
  # Moves cookies below the path where the app is mounted, as a web server's `proxy_cookie_path` does. Stages of one
  # API share a host, and with it every cookie whose path is "/", such as the one of Rails' session. A path such as
  # "/admin" is one of the app's too: without the stage's in front, the browser would never send that cookie.
  #
  # Two kinds stay: a cookie with a domain, which is meant for more than this app, and one that begins with `__Host-`,
  # which browsers drop if its path is not "/". They compare that beginning without regard to case.
  # https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix
  module CookiePath
    # What begins with no slash is no path to browsers.
    PATH = %r{(;\s*path\s*=\s*)(/[^;]*)}i.freeze
    STAYS = /\A\s*__Host-|;\s*domain\s*=\s*[^;\s]/i.freeze

    # +headers+ as in Rack 2 (several cookies in one string) or Rack 3 (several in an array).
    def self.below(prefix, headers)
      names = headers.each_key.select { |key| key.to_s.casecmp?("set-cookie") }
      names.inject(headers) do |changed, name|
        value = headers[name]
        moved = value.is_a?(Array) ? value.map { |cookie| move(prefix, cookie) } : each_line(prefix, value)
        changed.merge(name => moved)
      end
    end

    def self.each_line(prefix, value)
      value.to_s.lines(chomp: true).map { |cookie| move(prefix, cookie) }.join("\n")
    end

    def self.move(prefix, cookie)
      # By its bytes: what an app puts there need not be UTF-8.
      bytes = cookie.b
      return cookie if STAYS.match?(bytes)

      moved = bytes.gsub(PATH) do
        attribute, path = Regexp.last_match.captures
        next "#{attribute}#{path}" if path.strip == prefix || path.start_with?("#{prefix}/")

        attribute + (path.strip == "/" ? prefix : prefix + path)
      end
      moved.force_encoding(cookie.encoding)
    end
    private_class_method :each_line, :move
  end
end
