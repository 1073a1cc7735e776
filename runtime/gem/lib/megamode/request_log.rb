# frozen_string_literal: true

require_relative "runtime"

module Megamode
  # Knows whose a line is: threads inherit the request that started them. What one of them prints after its request has
  # ended begins with a mark, which the proxy takes out. The server's own threads belong to no request, and so do those of
  # a pool: they work for whichever request has given them work.
  module RequestLog
    OWNER_START = "\u001emegamode-of "
    KEY = :megamode_request
    # As concurrent-ruby names the threads of its pools, which Rails, Good Job and Sucker Punch use.
    POOL = /worker/.freeze
    # Since Ruby 3.2, threads and fibers inherit this.
    STORAGE = Fiber.respond_to?(:[])

    class << self
      # To be called once, by the rack server.
      def install
        ::Thread.prepend(Inherited) unless STORAGE
        [STDOUT, STDERR].each { |file| file.extend(Writer) }
      end

      def began(id)
        @current = id
        STORAGE ? Fiber[KEY] = id : Thread.current.thread_variable_set(KEY, id)
      end

      # The next request may have begun on another thread.
      def ended(id)
        @current = nil if @current.equal?(id)
      end

      # The request of this thread.
      def own
        STORAGE ? Fiber[KEY] : Thread.current.thread_variable_get(KEY)
      end

      # What a line of this thread begins with; nil if it is one of the request in progress.
      def mark
        id = own
        return if id.nil? || id.equal?(@current) || POOL.match?(Thread.current.name.to_s)

        "#{OWNER_START}#{ENV.fetch(SECRET_NAME, nil)} #{id} "
      end
    end

    # For an output.
    module Writer
      def write(*texts)
        mark = RequestLog.mark
        return super if mark.nil?

        text = texts.map { |one| one.to_s.b }.join
        super(text.gsub(/^/n, mark)) unless text.empty?
        text.bytesize
      end
    end

    # For threads, before Ruby 3.2.
    module Inherited
      def initialize(*)
        thread_variable_set(KEY, RequestLog.own)
        super
      end
    end
    private_constant :Inherited
  end
end
