# frozen_string_literal: true

require_relative "runtime"

module Megamode
  # For ActionView::Base: puts the prefix of the current request in front of what the asset helpers return. Rails'
  # own setting for it, `relative_url_root`, holds for the whole process, and is also added to a path on the app's
  # `asset_host`, which knows nothing of a stage.
  module AssetPath
    def asset_path(source, options = {})
      path = super
      prefix = Megamode.prefix
      return path if prefix.empty? || below?(prefix, source.to_s)

      request = self.request if respond_to?(:request)
      base = path.start_with?("/") && !path.start_with?("//") ? "" : request&.base_url
      return path if base.nil? || !path.start_with?("#{base}/")

      # An absolute URL that the app wrote itself stays as it is.
      source.to_s.start_with?("#{base}/") && !base.empty? ? path : base + prefix + path.delete_prefix(base)
    end

    # Rails' helpers call this name, which Rails made an alias of its own method.
    def path_to_asset(source, options = {})
      asset_path(source, options)
    end

    private

    # `url_for` has already added it, or the app set a root of its own.
    def below?(prefix, source)
      source.start_with?("#{prefix}/") || (defined?(config.relative_url_root) && config.relative_url_root == prefix)
    end
  end
end
