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
    # Since Ruby 3.2, threads and fibers inherit what is in Fiber[]. Before, the gem fiber-storage may define it, for fibers.
    STORAGE = (RUBY_VERSION.split(".").map(&:to_i) <=> [3, 2]) >= 0

    # How often, and for how many seconds each time, the end of a request waits for a line that is on its way.
    TRIES = 20
    PAUSE = 0.001
    @writing = 0

    class << self
      # To be called once, by the rack server.
      def install
        inherit unless STORAGE
        [STDOUT, STDERR].each { |file| file.extend(Writer) }
        ::Warning.extend(Warned)
      end

      def began(id)
        @current = id
        self.own = id
      end

      # To be called on the request's thread, which is the server's and may serve another. That may have begun on yet another.
      def ended(id)
        @current = nil if @current.equal?(id)
        self.own = nil
        TRIES.times { @writing.positive? ? sleep(PAUSE) : break }
      end

      # The request of this thread.
      def own
        STORAGE ? Fiber[KEY] : Thread.current.thread_variable_get(KEY)
      end

      def own=(id)
        STORAGE ? Fiber[KEY] = id : Thread.current.thread_variable_set(KEY, id)
      end

      # Yields a text with the mark of this thread's request before each line; nil if it is the request in progress.
      def marked(texts)
        id = own
        return yield(nil) if id.nil? || POOL.match?(Thread.current.name.to_s)

        begin
          # In this order: `ended` first says that the request has ended, and then looks who writes as if it had not.
          @writing += 1
          return yield(nil) if id.equal?(@current)
        ensure
          @writing -= 1
        end
        yield(with_mark(id, texts))
      end

      private

      def with_mark(id, texts)
        mark = "#{OWNER_START}#{ENV.fetch(SECRET_NAME, nil)} #{id} "
        texts = texts.map(&:to_s)
        text = texts.map(&:b).join
        # In the encoding that it had: an output with an encoding of its own converts what is written.
        text.empty? ? text : text.gsub(/^/n, mark).force_encoding(texts.first.encoding)
      end

      # For threads, before Ruby 3.2. Not by `prepend`: where a gem gives `initialize` another name later, as New Relic's may,
      # each would call the other forever. What is given to a thread goes to its block, keywords too.
      def inherit
        original = ::Thread.instance_method(:initialize)
        original = original.super_method until original.owner.equal?(::Thread) # Below what a gem has prepended already.
        ::Thread.class_eval do
          alias_method :initialize, :initialize # Ruby warns of a method that is defined again, unless it has another name.
          define_method(:initialize) do |*given, &work|
            thread_variable_set(KEY, RequestLog.own)
            original.bind_call(self, *given, &work)
          end
          ruby2_keywords :initialize
        end
      end
    end

    # For an output.
    module Writer
      def write(*texts)
        RequestLog.marked(texts) do |marked|
          next super(*texts) if marked.nil?

          super(marked)
          texts.sum { |one| one.to_s.bytesize }
        end
      end
    end

    # For `warn`, which writes to standard error past its `write`. An app may have put a method that takes the text alone in
    # the place of Ruby's own: Ruby looks for that, and finds ours.
    module Warned
      def warn(message, **options)
        RequestLog.marked([message]) do |marked|
          text = marked || message
          ::Warning.instance_method(:warn).arity == 1 ? super(text) : super(text, **options)
        end
      end
    end

    private_constant :Warned
  end
end
