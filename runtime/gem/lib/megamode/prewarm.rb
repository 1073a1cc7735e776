# frozen_string_literal: true

module Megamode
  # What a prewarm asks for, when nobody waits for a page: to load what a cold start defers, and then to tidy the memory.
  # Where one part fails, the log says so, and the server goes on.
  module Prewarm
    # Characters of a line in the log.
    MOST = 1000

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

      # The error's text may hold a value of the app's: the line has its class and place.
      def step(what, output)
        yield
      rescue *FAILURES => error
        place = error.backtrace_locations&.first
        at = " at #{place.path}:#{place.lineno}" if place
        tell("megamode: could not #{what}: #{error.class}#{at}", output)
      end

      def tell(line, output)
        output.write("#{line.scrub.gsub(/[[:cntrl:]]+/, " ")[0, MOST]}\n")
      rescue IOError, SystemCallError
        nil # Nobody reads the log any more.
      end
    end
  end
end
