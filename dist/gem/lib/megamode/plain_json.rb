# frozen_string_literal: true

module Megamode
  # Writes JSON without the library json: an app that forgot to require it must fail in a preflight too.
  module PlainJson
    class << self
      # +value+: of hashes, arrays, strings, symbols and nil. @return ASCII on one line, whatever the strings hold
      def of(value)
        case value
        when nil then "null"
        when Hash then "{#{value.map { |name, part| "#{text(name)}:#{of(part)}" }.join(",")}}"
        when Array then "[#{value.map { |part| of(part) }.join(",")}]"
        else text(value)
        end
      end

      private

      def text(value)
        known = value.to_s.encode(Encoding::UTF_8, invalid: :replace, undef: :replace).scrub
        "\"#{known.gsub(/["\\]|[^ -~]/) { |one| escaped(one) }}\""
      end

      # https://www.rfc-editor.org/rfc/rfc8259#section-7
      def escaped(one)
        one.encode(Encoding::UTF_16BE).unpack("n*").map { |unit| format("\\u%04x", unit) }.join
      end
    end
  end
end
