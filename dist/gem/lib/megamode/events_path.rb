# frozen_string_literal: true

module Megamode
  # The path that events which are not HTTP are posted to (a queue's message, a schedule). Clients reach nothing there
  # and below it, however they write it: routers, mounted apps and middleware read paths in different ways, so this
  # takes every way for the same. The proxy accepts only a path of letters, digits, ".", "_", "~" and "-".
  class EventsPath
    # Routers that decode a path do it once.
    DECODINGS = 3
    ESCAPE = /%(\h\h)/n.freeze
    IGNORED = /[\x00-\x20\x7f]/n.freeze
    # Rails' format, and Java's parameters, end a segment.
    SUFFIX = "(?:[.;?#][^/]*)?"

    def initialize(path)
      named = path.downcase.split("/").reject(&:empty?).map { |segment| "/#{Regexp.escape(segment)}#{SUFFIX}" }
      @pattern = %r{\A#{named.join}(?:/|\z)}n
    end

    # Whether a client's PATH_INFO leads there. A mounted app may see `..` behind its own path as it was written.
    def covers?(path)
      written = segments(path)
      [written, resolved(written)].any? { |found| @pattern.match?("/#{found.join("/")}") }
    end

    private

    def segments(path)
      text = path.to_s.b
      DECODINGS.times { text = text.gsub(ESCAPE) { $1.hex.chr } }
      text.downcase.tr("\\", "/").gsub(IGNORED, "").split("/").reject { |segment| ["", "."].include?(segment) }
    end

    def resolved(written)
      written.each_with_object([]) { |segment, found| segment == ".." ? found.pop : found.push(segment) }
    end
  end
end
