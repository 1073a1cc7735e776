# frozen_string_literal: true

require_relative "waiting"

module Megamode
  module Deferred
    # One module of Rails' `config.eager_load_namespaces`. The array is the process's: the module gets its place back.
    class Namespace
      attr_reader :name

      def initialize(name, hooks:)
        @name = name
        @hooks = hooks
      end

      def found?(app)
        !place(app).nil?
      end

      def take_out(app)
        @place = place(app)
        @module = app.config.eager_load_namespaces.delete_at(@place)
      end

      def put_back(app)
        app.config.eager_load_namespaces.then { |all| all.insert([@place, all.size].min, @module) }
      end

      # Whether to load it would run this hook.
      def runs?(hook)
        @hooks.include?(hook.to_s)
      end

      def waited_for?
        Waiting.hooks?(@hooks)
      end

      # Yields its name and the error if it does not load.
      def load
        @module.eager_load!
      rescue *FAILURES => e
        yield @name, e
      end

      private

      # By identity: an object that only calls itself so is somebody else's.
      def place(app)
        return unless Object.const_defined?(@name)

        found = Object.const_get(@name)
        app.config.eager_load_namespaces.index { |one| one.equal?(found) }
      end
    end
  end
end
