# frozen_string_literal: true

require_relative "runtime"

module Megamode
  # For ActionView::Base: what the asset helpers say lies below the path that the request was sent below.
  # Rails' own setting for it, `relative_url_root`, is one for the process, and goes before a path on the
  # app's `asset_host` too, which knows nothing of a stage.
  module AssetPath
    def asset_path(source, options = {})
      path = super
      prefix = Megamode.prefix
      return path if prefix.empty? || below?(prefix, source.to_s)

      request = self.request if respond_to?(:request)
      base = path.start_with?("/") && !path.start_with?("//") ? "" : request&.base_url
      return path if base.nil? || !path.start_with?("#{base}/")

      # An absolute URL that the app wrote itself is as it means it.
      source.to_s.start_with?("#{base}/") && !base.empty? ? path : base + prefix + path.delete_prefix(base)
    end

    # Rails' helpers call it by this name, which Rails made an alias of its own method.
    def path_to_asset(source, options = {})
      asset_path(source, options)
    end

    private

    # `url_for` has said it already, or the app set a root of its own.
    def below?(prefix, source)
      source.start_with?("#{prefix}/") || (defined?(config.relative_url_root) && config.relative_url_root == prefix)
    end
  end
end
