# frozen_string_literal: true

require_relative "folders"
require_relative "missing"
require_relative "waiting"

module Megamode
  module Deferred
    # An app or a gem that asks for everything gets everything: what was deferred is loaded first.
    module Guards
      # Code that waits for a class after boot would have run at once.
      module OnLoad
        def on_load(name, *, &block)
          Deferred.load { |part| part.runs?(name) } if Waiting.foreign?(block)
          super
        end
      end

      # For the loaders of Zeitwerk, and for what calls them: `Rails.application.eager_load!`.
      module EagerLoad
        def eager_load(*, **)
          Deferred.load
          super
        end
      end

      class << self
        # To be called after Rails has loaded eagerly.
        # +parts+: what is deferred
        def install(parts)
          ::ActiveSupport.singleton_class.prepend(OnLoad)
          Missing.install(parts)
          ::Rails.autoloaders.each { |loader| loader.singleton_class.prepend(EagerLoad) }
          Waiting::BASES.each_value { |_, name| guard(Object.const_get(name)) if loaded?(name) }
        end

        private

        # The classes of an engine are descendants of Rails' own classes, never of the app's.
        def guard(base)
          base.singleton_class.prepend(
            Module.new do
              %i[descendants subclasses direct_descendants].each do |name|
                next unless base.respond_to?(name)

                define_method(name) do
                  if equal?(base) && Waiting.foreign?(caller_locations(1, 1).first)
                    Deferred.load { |part| part.is_a?(Folders) }
                  end
                  super()
                end
              end
            end,
          )
        end

        def loaded?(name)
          *outer, last = name.split("::")
          owner = outer.reduce(Object) do |found, one|
            found.const_get(one, false) if found&.const_defined?(one, false)
          end
          owner&.const_defined?(last, false) && !owner.autoload?(last, false)
        end
      end
    end
  end
end
