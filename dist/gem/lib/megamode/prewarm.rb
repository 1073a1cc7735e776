# frozen_string_literal: true

require_relative "failure_line"

module Megamode
  # What a prewarm asks for, when nobody waits for a page: to load what a cold start defers, and then to tidy the memory.
  # Where one part fails, the log says so, and the server goes on.
  module Prewarm
    # What an app's or a gem's own code may raise while it is loaded. LoadError and NotImplementedError are no
    # StandardError, and neither is `exit`.
    FAILURES = [StandardError, ScriptError, SystemExit, SystemStackError, NoMemoryError].freeze

    class << self
      # The constants are named from the top: an app may have a Collections of its own.
      def call(output = STDOUT)
        step("load what was deferred", output) { ::Megamode::Deferred.load } if defined?(::Megamode::Deferred)
        step("tidy the memory", output) { ::Megamode::Collections.after_boot } if defined?(::Megamode::Collections)
      end

      private

      def step(what, output)
        yield
      rescue *FAILURES => e
        FailureLine.new(e).tell("could not #{what}", output)
      end
    end
  end
end
