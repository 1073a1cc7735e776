# frozen_string_literal: true

module Megamode
  # Writes the backtraces of all threads to standard output when the proxy asks for them, before it ends a server that
  # hangs. The signal is the one for which Puma 7 does the same, and an app that sets a handler of its own keeps it.
  module Threads
    SIGNAL = "PWR"
    FRAMES = 150

    class << self
      # Everything is loaded and made here: a signal's handler must take no lock, and `require` takes one.
      def tell_on_signal(output = STDOUT)
        Signal.trap(SIGNAL) { output.write(text) }
      rescue ArgumentError
        nil # The system has no such signal.
      end

      private

      def text
        threads = Thread.list
        ["Backtraces of #{threads.size} threads of process #{Process.pid}:",
         *threads.flat_map { |thread| [name(thread), *frames(thread).map { |frame| "  #{frame}" }] },
         "End of the backtraces of process #{Process.pid}", ""].join("\n")
      end

      def name(thread)
        main = thread == Thread.main ? "main " : ""
        "Thread #{main}#{thread.name} (#{thread.status || 'ended'})"
      end

      # The handler runs in the main thread: its own frames are left out.
      def frames(thread)
        (thread.backtrace || []).reject { |frame| frame.start_with?(__FILE__) }.first(FRAMES)
      end
    end
  end
end
