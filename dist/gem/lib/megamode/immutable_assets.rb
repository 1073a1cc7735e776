# frozen_string_literal: true

require_relative "shared_answer"

module Megamode
  # Tells browsers that a file with a digest in its name never changes, so that they need not ask again. Leaves the
  # headers of other static files to the app.
  class ImmutableAssets
    # The app wants no other server to store it.
    OWN = /\b(?:private|no-store)\b/i.freeze

    # +folder+: the path below which assets are served, such as "/assets".
    # +files+: the folder whose files are served. A page of a controller is none of them, whatever its path looks like.
    def initialize(app, folder, files)
      @app = app
      @folder = "/#{folder}/".squeeze("/")
      @files = files.to_s
    end

    def call(env)
      asset = SharedAnswer.asked?(env) && file?(env["PATH_INFO"])
      status, headers, body = @app.call(env)
      return [status, headers, body] unless asset && SharedAnswer::FOUND.include?(status)

      own = SharedAnswer.fields(headers, "cache-control")
      return [status, headers, body] if own.any? { |_, value| OWN.match?(Array(value).join(",")) }

      others = SharedAnswer.without_cookies(headers.reject { |name, _| own.key?(name) })
      [status, others.merge("cache-control" => SharedAnswer::FOREVER), body]
    end

    private

    def file?(path)
      return false unless path.start_with?(@folder)

      name = path.b.gsub(/%(\h\h)/) { [Regexp.last_match(1)].pack("H2") }
      !name.include?("\0") && !name.split("/").include?("..") && File.file?(@files.b + name)
    end
  end
end
