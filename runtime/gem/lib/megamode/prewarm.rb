# frozen_string_literal: true

module Megamode
  # What a prewarm asks for, when nobody waits for a page: to load what a cold start defers, and then to tidy the memory.
  # Where one part fails, the log says so, and the server goes on.
  module Prewarm
    # Characters of a reason in the log.
    REASON = 500

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
      rescue *FAILURES => error
        tell("megamode: could not #{what}: #{error.class}: #{on_one_line(error.message)}\n", output)
      end

      def on_one_line(text)
        text.to_s.dup.force_encoding(Encoding::UTF_8).scrub.gsub(/[[:cntrl:]]+/, " ")[0, REASON]
      end

      def tell(line, output)
        output.write(line)
      rescue IOError, SystemCallError
        nil # Nobody reads the log any more.
      end
    end
  end
end
