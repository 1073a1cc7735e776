# frozen_string_literal: true

module Megamode
  # An answer that a CDN may store for a year and give to everybody. A cookie in it would sign others in as its first
  # reader, so it goes out without one, whichever middleware added it, and does not depend on one.
  module SharedAnswer
    FOREVER = "public, max-age=31536000, immutable"
    # Matches the digests of Sprockets (SHA-256, formerly MD5), of Propshaft (eight digits), and of bundlers that
    # run before them.
    DIGESTED = /-(?:\h{64}|\h{40}|\h{32}|\h{8})\.[^\/]+\z|-[\w-]{7,128}\.digested\.[^\/]+\z/.freeze
    READING = %w[GET HEAD].freeze
    FOUND = [200, 206, 304].freeze

    # Whether a request may have such an answer. To be asked before the app may change the request.
    def self.asked?(env)
      READING.include?(env["REQUEST_METHOD"]) && DIGESTED.match?(env["PATH_INFO"].to_s.b)
    end

    # Whether it still says so. An outer middleware of the app may have decided otherwise.
    def self.given?(status, headers)
      FOUND.include?(status) && fields(headers, "cache-control").values == [FOREVER]
    end

    # +headers+ as in Rack 2 or Rack 3. Other fields of Vary stay.
    def self.without_cookies(headers)
      cookies = fields(headers, "set-cookie")
      varies = fields(headers, "vary").transform_values { |value| without_cookie(value) }
      headers.reject { |name, _| cookies.key?(name) || varies.key?(name) }
             .merge(varies.reject { |_, value| value.empty? })
    end

    # The headers of a name, in whatever case they are written. Rack 2's headers want a block.
    def self.fields(headers, wanted)
      found = {}
      headers.each { |name, value| found[name] = value if name.to_s.casecmp?(wanted) }
      found
    end

    def self.without_cookie(vary)
      Array(vary).join(",").split(",").map(&:strip).reject { |name| name.empty? || name.casecmp?("cookie") }.join(", ")
    end
    private_class_method :without_cookie
  end
end
