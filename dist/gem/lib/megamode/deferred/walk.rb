# frozen_string_literal: true

module Megamode
  module Deferred
    # Loads one of a Zeitwerk loader's root folders, in Zeitwerk's order. Its own way, `eager_load_dir`, does nothing
    # once the loader has loaded eagerly, and ends at the first error.
    class Walk
      attr_reader :loader, :folder

      def initialize(loader, folder)
        @loader = loader
        @folder = folder
      end

      # Whether Zeitwerk would load the whole of it eagerly: an app may have told it not to.
      def eager?
        told = excluded
        !told.nil? && told.none? { |path| "#{path}/".start_with?("#{@folder}/") || @folder.start_with?("#{path}/") }
      end

      # Yields each file that does not load, and its error. Leaves out what the loader was told to leave out.
      def load(&failed)
        @roots = @loader.dirs
        @excluded = excluded.to_a
        below(@folder, Object, &failed)
      end

      private

      # Zeitwerk has no question for it.
      def excluded
        @loader.instance_variable_get(:@eager_load_exclusions)
      end

      def below(folder, namespace, &failed)
        Dir.children(folder).sort.each do |entry|
          path = "#{folder}/#{entry}"
          next if entry.start_with?(".") || @roots.include?(path) || @excluded.include?(path)

          directory = File.directory?(path)
          next unless directory || entry.end_with?(".rb")

          found = constant(namespace, path, File.basename(entry, ".rb"), &failed)
          below(path, found, &failed) if directory && found.is_a?(Module)
        end
      end

      # A file that the loader ignores has no constant.
      def constant(namespace, path, base)
        name = @loader.inflector.camelize(base, path)
        namespace.const_get(name, false) if namespace.const_defined?(name, false)
      rescue *FAILURES => e
        yield path, e
      end
    end
  end
end
