# frozen_string_literal: true

require_relative "runtime"
require_relative "collections/stand_ins"

module Megamode
  # Puts Ruby's garbage collections off until the app has booted. A boot keeps about half of what it makes, and each
  # collection marks all of that again. Our start of the rack server requires this file before anything else.
  #
  # The first collection falls into a prewarm, or comes after the answer to the first request. A thread starts it sooner
  # where the process outgrows its share of the sandbox's memory, or has many files open; from then on, Ruby collects as
  # it always does.
  # Nothing is put off where that cannot be bounded: without a known memory, in a small sandbox, and on Ruby before 3.1,
  # which does not tell of a fork. Whoever sets RUBY_GC_* has tuned the collector, and gets what was tuned.
  #
  # Meanwhile, GC.disable and GC.enable tell an app what they would tell it otherwise, and what it last asked for holds
  # afterwards.
  module Collections
    MEMORY_NAME = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE"
    TUNED = /\ARUBY_GC_/.freeze
    # What the proxy takes, in MB: 107 at its peak.
    PROXY = 120
    # No boot that was measured needs more, in MB.
    MOST = 512
    # MB that a processor fills in a second, at most: 1,800 were measured, because the kernel clears each page first.
    FILLS = 4_000
    # Seconds between two looks at the process: it looks seldom while much memory is left.
    PAUSES = (0.01..0.05).freeze
    # An object is old, and then left alone by most collections, when it has survived as many.
    OLD = 3

    @mutex = Thread::Mutex.new

    class << self
      # MB that the process may have before collections begin; nil if nothing is put off. The proxy has its share, and
      # half of the sandbox's memory remains: Ruby gives the thread its turn every 100 ms at least, and meanwhile a
      # processor fills 400 MB at most. Lambda gives one for 1,769 MB, and a part of one for less.
      # https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
      def limit(environment)
        return if environment.any? { |name,| TUNED.match?(name) }

        memory = Integer(environment[MEMORY_NAME].to_s, 10, exception: false)
        limit = memory ? [memory / 2 - PROXY, MOST].min : 0
        limit if limit.positive?
      end

      def put_off(limit = self.limit(ENV))
        return if @putting_off || !limit || !Process.respond_to?(:_fork) || resident.nil?
        return if GC.disable # Somebody was earlier: RUBYOPT may require a file.

        @putting_off = true
        @asked = @answered = false
        stand_in
        @watching = Thread.new { watch(limit) }
      end

      def putting_off?
        @putting_off ? true : false
      end

      # The thread that watches the memory.
      attr_reader :watching

      # Called at a prewarm, for which nobody waits: the first request finds old objects, which it need not mark.
      def after_boot
        resume
        return if @collected || off?

        @collected = true
        Process.respond_to?(:warmup) ? Process.warmup : OLD.times { GC.start }
      end

      # Called when a request is answered. The thread collects a moment later: some servers send the answer only then.
      def after_request
        return unless @putting_off

        @answered = true
        resume unless @watching&.alive?
      end

      # Lets Ruby collect, unless the app has asked that it does not.
      def resume
        @mutex.synchronize do
          next unless @putting_off

          @putting_off = false
          @stand_ins.give_back
          GC.enable unless @asked
        end
      end

      # What GC.disable and GC.enable do meanwhile: both return whether the collector was off, as far as the app knows.
      def asked(off)
        was = @asked
        @asked = off
        was
      end

      private

      def watch(limit)
        until @answered || !@putting_off || many_files? || (left = limit - resident.to_i).negative?
          sleep(left.fdiv(FILLS).clamp(PAUSES))
        end
        answered = @putting_off && @answered
        resume
        GC.start if answered && !off?
      end

      # The process's memory in MB; nil where the system does not tell.
      def resident
        kilobytes = File.read("/proc/self/status")[/^VmRSS:\s+(\d+) kB/, 1]
        kilobytes && kilobytes.to_i / 1024
      rescue SystemCallError
        nil
      end

      # Whether half of the files are open that the process may open. When it may open no more, Ruby collects, and so
      # closes those that nobody uses: but not while collections are put off.
      # https://github.com/ruby/ruby/blob/v3_1_2/gc.c (rb_gc_for_fd)
      def many_files?
        Dir.children("/proc/self/fd").size > Process.getrlimit(:NOFILE).first / 2
      rescue SystemCallError
        true
      end

      def off?
        off = GC.disable
        GC.enable unless off
        off
      end

      # A child that is forked meanwhile has no thread that watches it, and collects.
      def stand_in
        fork = Process.method(:_fork)
        @stand_ins = StandIns.new
        @stand_ins.replace(GC, :disable) { Collections.asked(true) }
        @stand_ins.replace(GC, :enable) { Collections.asked(false) }
        @stand_ins.replace(Process, :_fork) { fork.call.tap { |pid| Collections.resume if pid.zero? } }
      end
    end
  end
end

Megamode::Collections.put_off if Megamode.active?
