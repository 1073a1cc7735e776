# frozen_string_literal: true

require_relative "waiting"
require_relative "walk"

module Megamode
  module Deferred
    # The folders below app/ of one of Rails' own engines. Zeitwerk loads what is in them when it is used.
    class Folders
      attr_reader :name

      def initialize(name, hooks:)
        @name = name
        @hooks = hooks
      end

      def found?(_app)
        @walks = walks
        @walks.any?
      end

      def take_out(_app)
        @walks.each { |walk| walk.loader.do_not_eager_load(walk.folder) }
      end

      # Zeitwerk reads its list only while it loads eagerly, which it does once.
      def put_back(_app); end

      # Whether to load them would run this hook.
      def runs?(hook)
        @hooks.include?(hook.to_s) || Waiting.base_unused?(hook.to_s)
      end

      # Also by those who wait for a class that its classes are the first to use, or to inherit from.
      def waited_for?
        Waiting.hooks?(@hooks) || Waiting.bases? || @walks.any? { |walk| Waiting.callbacks?(walk.loader, @name) }
      end

      # Yields the first file that does not load, and its error. Rails itself would end there, and others may fail because
      # of it.
      def load
        failed = false
        @walks.each do |walk|
          walk.load do |path, error|
            yield path, error unless failed
            failed = true
          end
        end
      end

      private

      # Rails 6.1 may have its classic loader, which none of this is for.
      def walks
        engine = Object.const_defined?("#{@name}::Engine") && Object.const_get("#{@name}::Engine")
        return [] unless engine && ::Rails.autoloaders.main.respond_to?(:do_not_eager_load)

        folders(engine).flat_map do |folder|
          loaders = [::Rails.autoloaders.main, ::Rails.autoloaders.once].select { |one| one.dirs.include?(folder) }
          loaders.map { |loader| Walk.new(loader, folder) }.select(&:eager?)
        end
      end

      def folders(engine)
        config = engine.config
        paths = config.respond_to?(:all_eager_load_paths) ? config.all_eager_load_paths : config.eager_load_paths
        paths.map(&:to_s).uniq.select { |path| path.start_with?("#{engine.root}/") }
      end
    end
  end
end
