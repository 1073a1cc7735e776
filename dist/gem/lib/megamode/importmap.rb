# frozen_string_literal: true

require_relative "runtime"

module Megamode
  # For Importmap::Map, which reuses the first request's paths for all others: makes one copy for each prefix.
  module Importmap
    def to_json(resolver:, cache_key: :json, **others)
      super(resolver: resolver, cache_key: "#{cache_key}#{Megamode.prefix}", **others)
    end

    def preloaded_module_paths(resolver:, cache_key: :preloaded_module_paths, **others)
      super(resolver: resolver, cache_key: "#{cache_key}#{Megamode.prefix}", **others)
    end

    def preloaded_module_packages(resolver:, cache_key: :preloaded_module_packages, **others)
      super(resolver: resolver, cache_key: "#{cache_key}#{Megamode.prefix}", **others)
    end
  end
end
