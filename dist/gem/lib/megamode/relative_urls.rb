# frozen_string_literal: true

require_relative "runtime"

module Megamode
  # Makes the URLs in stylesheets and in source map comments relative to the file that holds them. Sprockets and
  # Propshaft write `url(/assets/...)`, from the root of the host; a stylesheet is compiled once and served below
  # any prefix, and relative URLs are right below all of them. Paths in scripts stay, because they are relative to
  # the page.
  module RelativeUrls
    SOURCE_MAP = %r{([/@#]\s*sourceMappingURL=)/(?!/)}.freeze
    FROM_ROOT = {
      "text/css" => %r{(\burl\(\s*["']?)/(?!/)|#{SOURCE_MAP}}.freeze,
      "application/javascript" => SOURCE_MAP,
      "text/javascript" => SOURCE_MAP,
    }.freeze

    # A processor for Sprockets. It runs after Sprockets' Bundle: before that, nobody knows in which file the text
    # will be.
    module SprocketsProcessor
      def self.call(input)
        folder = input[:environment].context_class.assets_prefix
        { data: RelativeUrls.relative(input[:data], input[:content_type], "#{folder}/#{input[:name]}") }
      end

      def self.cache_key
        name
      end
    end

    # +assets+: the app's config.assets. Does nothing if there is no pipeline that the gem knows.
    def self.install(assets)
      if defined?(::Propshaft::Compiler)
        require_relative "propshaft_compiler"
        %w[text/css text/javascript].each { |type| assets.compilers << [type, PropshaftCompiler] }
      elsif defined?(::Sprockets::Railtie)
        assets.configure do |environment|
          %w[text/css application/javascript].each do |type|
            environment.register_bundle_processor type, SprocketsProcessor
          end
        end
      end
    end

    # +path+: the path at which the file is served, such as "/assets/admin/base.css".
    def self.relative(text, type, path)
      up = "../" * (path.split("/").count { |part| !part.empty? } - 1)
      text.gsub(FROM_ROOT.fetch(type)) { "#{Regexp.last_match(1) || Regexp.last_match(2)}#{up}" }
    end
  end
end
