# frozen_string_literal: true

require_relative "relative_urls"

module Megamode
  module RelativeUrls
    # A compiler for Propshaft. It runs after Propshaft's own compilers.
    class PropshaftCompiler < ::Propshaft::Compiler
      # Before Propshaft 0.9, this is the path itself.
      def compile(asset, input)
        path = asset.respond_to?(:logical_path) ? asset.logical_path : asset
        type = File.extname(path.to_s) == ".css" ? "text/css" : "text/javascript"
        RelativeUrls.relative(input, type, "#{assembly.config.prefix}/#{path}")
      end
    end
  end
end
