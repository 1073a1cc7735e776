# frozen_string_literal: true

module Megamode
  module Collections
    # Methods of ours in the place of Ruby's, for a while.
    class StandIns
      def initialize
        @all = []
      end

      # +on+: the module whose own method +name+ is replaced by the block
      def replace(on, name, &body)
        @all << [on, name, on.method(name).unbind, body]
        define(on, name, body)
      end

      def give_back
        @all.each { |on, name, original, body| define(on, name, original) if ours?(on, name, body) }
      end

      private

      # Not if somebody has replaced it since. Below what somebody has prepended, it may still be ours.
      def ours?(on, name, body)
        method = on.method(name)
        method = method.super_method while method && method.owner != on.singleton_class
        method && method.source_location == body.source_location
      end

      # An alias of itself: Ruby warns of a method that is defined again, unless it has another name.
      def define(on, name, body)
        on.singleton_class.alias_method(name, name)
        on.singleton_class.define_method(name, body)
      end
    end
  end
end
