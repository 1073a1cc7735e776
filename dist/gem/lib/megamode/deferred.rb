# frozen_string_literal: true

require "monitor"
require "set"
require_relative "runtime"
require_relative "deferred/list"
require_relative "deferred/whole"
require_relative "deferred/guards"

module Megamode
  # Lets a cold start load less than the app's `config.eager_load` asks for: what deferred/list.rb names is loaded at a
  # prewarm, or when somebody asks for it. Only the rack server does this, so that `rails runner` and rake find what
  # they always find.
  module Deferred
    NAME = "MEGAMODE_EAGER_LOAD"
    # Seconds that a thread waits for another one that loads. That one may need a file that this thread is loading, and
    # would wait for it forever.
    PATIENCE = 10
    # What a file may raise while it is loaded.
    FAILURES = [StandardError, ScriptError, SystemExit, SystemStackError].freeze

    # Surrounds the initializer in which Rails loads eagerly. An initializer of our own, with `after:`, would pull the
    # initializers before that one to the front of the app's.
    module AtEagerLoad
      def run(*args)
        app = args.first
        return super unless name == :eager_load! && app && app.config.eager_load

        Deferred.around(app) { super }
      end
    end

    @left = []
    @lock = Monitor.new
    @causes = Set.new

    class << self
      # Called while the app's gems are loaded.
      def install
        ::Rails::Initializable::Initializer.prepend(AtEagerLoad) if %w[auto first-request].include?(mode)
      end

      # Runs the block, which is Rails' eager load, without what is deferred; or keeps all of it for later.
      # +app+: the Rails application.
      def around(app, &eager_load)
        return @left = [Whole.new(app, eager_load)] if mode == "first-request"

        parts = List.parts(app)
        parts.each { |part| part.take_out(app) }
        begin
          yield
        ensure
          parts.reverse_each { |part| part.put_back(app) }
        end
        # By now the app's code is loaded, and with it most of what gems wait for.
        waited_for, @left = parts.partition(&:waited_for?)
        waited_for.each { |part| part.load { |_what, error| raise error } }
        Guards.install(@left) unless @left.empty?
      end

      # Loads what was deferred, once. What fails is not tried again here: one line in the log names it, for each cause.
      # With a block: only the parts for which it answers true.
      def load(&chosen)
        alone do
          parts = chosen ? @left.select(&chosen) : @left.dup
          # What is not begun stays for later, if this is interrupted. A part may need another one, and load it first.
          parts.each { |part| part.load { |what, error| warn_of(what, error) } if @left.delete(part) }
        end
        nil
      end

      private

      def mode
        Megamode.active? && Megamode.serving? ? ENV[NAME].to_s : "app"
      end

      # A monitor cannot be waited for with a limit.
      def alone
        last = now + PATIENCE
        until @lock.try_enter
          return if now > last

          sleep 0.005
        end
        begin
          yield
        ensure
          @lock.exit
        end
      end

      def now
        Process.clock_gettime(Process::CLOCK_MONOTONIC)
      end

      # Read only here: a cold start does not need it.
      def warn_of(what, error)
        require_relative "failure_line"
        line = FailureLine.new(error)
        line.tell("#{what} was deferred and does not load", STDOUT) if @causes.add?(line.cause)
      end
    end
  end
end
