# frozen_string_literal: true

require_relative "walk"

module Megamode
  module Deferred
    # All of Rails' eager load, the app's own code included.
    class Whole
      # +eager_load+: Rails' own way to do it.
      def initialize(app, eager_load)
        @app = app
        @eager_load = eager_load
      end

      # Yields each file that does not load, and its error. Rails' own way ends at the first of them, so that it comes
      # last, and only where there was none.
      def load
        failed = false
        loaders.each do |loader|
          loader.dirs.each do |folder|
            Walk.new(loader, folder).load do |what, error|
              failed = true
              yield what, error
            end
          end
        end
        failed ? namespaces { |what, error| yield what, error } : @eager_load.call
      rescue *FAILURES => e
        yield "the app", e
      end

      private

      # Rails 6.1 has none with its classic loader.
      def loaders
        [::Rails.autoloaders.main, ::Rails.autoloaders.once].compact
      end

      # Without the app, which would try its files again.
      def namespaces
        @app.config.eager_load_namespaces.each do |one|
          one.eager_load! unless one.is_a?(Class) && one <= ::Rails::Application
        rescue *FAILURES => e
          yield one.name, e
        end
      end
    end
  end
end
