# frozen_string_literal: true

require_relative "runtime"

module Megamode
  # Sprockets and Propshaft write `url(/assets/...)` into stylesheets, from the root of the host. Compiled
  # once, served below any prefix: relative to the stylesheet they are right below all of them. The same for
  # the comment that names a source map. A path in a script stays: it is relative to the page.
  module RelativeUrls
    SOURCE_MAP = %r{([/@#]\s*sourceMappingURL=)/(?!/)}.freeze
    FROM_ROOT = {
      "text/css" => %r{(\burl\(\s*["']?)/(?!/)|#{SOURCE_MAP}}.freeze,
      "application/javascript" => SOURCE_MAP,
      "text/javascript" => SOURCE_MAP,
    }.freeze

    # For Sprockets, behind its Bundle: before it, nobody knows which file the text ends up in.
    module SprocketsProcessor
      def self.call(input)
        folder = input[:environment].context_class.assets_prefix
        { data: RelativeUrls.relative(input[:data], input[:content_type], "#{folder}/#{input[:name]}") }
      end

      def self.cache_key
        name
      end
    end

    # +assets+: the app's config.assets. Nothing where there is no pipeline that we know.
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

    # +path+: what the file is served as, such as "/assets/admin/base.css".
    def self.relative(text, type, path)
      up = "../" * (path.split("/").count { |part| !part.empty? } - 1)
      text.gsub(FROM_ROOT.fetch(type)) { "#{Regexp.last_match(1) || Regexp.last_match(2)}#{up}" }
    end
  end
end
