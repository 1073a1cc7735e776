# frozen_string_literal: true

require "minitest/autorun"
require "stringio"
ENV["MEGAMODE_PROXY_SECRET"] = "s3cret"

# As the gem fiber-storage, which Falcon brings, has it before Ruby 3.2: no thread inherits from it.
unless Fiber.respond_to?(:[])
  class << Fiber
    def [](key) = Thread.current[key]
    def []=(key, value)
      Thread.current[key] = value
    end
  end
end
require "megamode/request_log"

class RequestLogTest < Minitest::Test
  A = "aaaaaaaa-1111"
  B = "bbbbbbbb-2222"
  OF_A = "\u001emegamode-of s3cret #{A} "

  Megamode::RequestLog.install

  def setup
    @log = Megamode::RequestLog
    @log.began(nil)
    @output = StringIO.new("".b).extend(Megamode::RequestLog::Writer)
  end

  def written
    @output.string.force_encoding("UTF-8")
  end

  # A thread that a request starts, and that goes on when it is told to.
  def thread_of(id, start: :new, &work)
    gate = Queue.new
    request = Thread.new do
      @log.began(id)
      started = Thread.public_send(start) { gate.pop && work.call }
      @log.ended(id)
      started
    end
    started = request.value
    lambda do
      gate << true
      started.join
    end
  end

  def test_a_request_writes_its_lines_as_they_are
    @log.began(A)
    assert_equal 4, @output.write("a\n", :b, "\n")
    @output.puts("c", 1)
    @output.print("d")
    assert_equal "a\nb\nc\n1\nd", written
  end

  def test_a_thread_writes_for_the_request_that_started_it
    @log.began(A)
    Thread.new { @output.puts("child") }.join
    Thread.new { Thread.new { @output.puts("grandchild") }.join }.join
    assert_equal "child\ngrandchild\n", written
  end

  def test_what_it_writes_after_the_request_is_marked_line_by_line
    goes_on = thread_of(A) { @length = @output.write("one\ntwo\n") }
    goes_on.call
    assert_equal "#{OF_A}one\n#{OF_A}two\n", written
    assert_equal 8, @length
  end

  def test_in_a_later_request_too_which_is_not_marked_itself
    goes_on = thread_of(A) { @output.puts("late") }
    @log.began(B)
    @output.puts("b")
    goes_on.call
    @output.puts("b")
    assert_equal "b\n#{OF_A}late\nb\n", written
  end

  class Own < Thread
    def initialize(output)
      super() { output.puts("own class") }
    end
  end

  def test_a_class_of_threads_of_the_apps_own
    @log.began(A)
    Own.new(@output).join
    assert_equal "own class\n", written
    assert_raises(ThreadError) { Thread.new }
  end

  def test_a_thread_gets_what_it_is_given
    keywords = Thread.new(1, of: 2) { |one, of:| [one, of] }
    assert_equal [1, 2], keywords.value
    assert_equal({ of: 2 }, Thread.new({ of: 2 }) { |one| one }.value)
  end

  # As New Relic's gem may do. With a module before the class, each of the two would call the other.
  def test_a_gem_that_gives_the_start_of_a_thread_another_name
    original = Thread.instance_method(:initialize)
    Thread.class_eval do
      alias_method :initialize_without_gem, :initialize
      define_method(:initialize) { |*given, &work| initialize_without_gem(*given, &work) }
    end
    assert_equal 1, Thread.new { 1 }.value
  ensure
    Thread.class_eval do
      alias_method :initialize, :initialize
      define_method(:initialize, original)
      remove_method :initialize_without_gem
    end
  end

  def test_a_thread_that_was_there_before_belongs_to_no_request
    gate = Queue.new
    idle = Thread.new { gate.pop && @output.puts("idle") }
    @log.began(A)
    gate << true
    idle.join
    assert_equal "idle\n", written
  end

  def test_a_thread_of_a_pool_works_for_whichever_request_there_is
    goes_on = thread_of(A) do
      Thread.current.name = "io-worker-1"
      @output.puts("job")
    end
    @log.began(B)
    goes_on.call
    assert_equal "job\n", written
  end

  # Such as an answer of Puma's own, which the middleware does not see.
  def test_what_the_servers_thread_writes_without_a_request_is_of_none
    @log.began(A)
    @log.ended(A)
    @output.puts("HTTP parse error")
    assert_equal "HTTP parse error\n", written
  end

  # A write lets other threads run before it has written.
  def test_a_request_ends_when_its_lines_on_their_way_are_written
    slow = Class.new(StringIO) do
      attr_reader :gate

      def write(*)
        @gate = true
        sleep 0.003
        super
      end
    end.new("".b).extend(Megamode::RequestLog::Writer)
    @log.began(A)
    thread = Thread.new { slow.write("in time") }
    Thread.pass until slow.gate
    @log.ended(A)
    assert_equal "in time", slow.string
    thread.join
  end

  def test_a_request_ends_though_one_of_its_lines_is_stuck
    reader, writer = IO.pipe
    writer.extend(Megamode::RequestLog::Writer)
    @log.began(A)
    thread = Thread.new { writer.write("x" * 1_000_000) }
    Thread.pass until thread.status == "sleep"
    @log.ended(A)
    drain = Thread.new { reader.read }
    thread.join
    writer.close
    assert_equal 1_000_000, drain.value.size
  end

  def test_the_end_of_an_earlier_request_ends_no_later_one
    @log.began(A)
    @log.began(B)
    @log.ended(A)
    @output.puts("b")
    assert_equal "b\n", written
  end

  def test_bytes_that_are_no_text_and_texts_of_two_encodings
    goes_on = thread_of(A) { @output.write("\xff\n", "é".encode("ISO-8859-1"), "é\n", "") }
    goes_on.call
    assert_equal "#{OF_A}\xff\n#{OF_A}\xE9é\n".b, written.b
  end

  def test_an_output_with_an_encoding_of_its_own_takes_what_is_marked
    reader, writer = IO.pipe
    writer.set_encoding("UTF-8")
    writer.extend(Megamode::RequestLog::Writer)
    goes_on = thread_of(A) { writer.write("é\n") }
    goes_on.call
    writer.close
    assert_equal "#{OF_A}é\n", reader.read
  end

  # As `module Warning; def warn(text)` does. Ruby itself would give such a method no category.
  def test_a_method_for_warnings_that_takes_the_text_alone
    original = Warning.instance_method(:warn)
    seen = []
    Warning.alias_method(:warn, :warn)
    Warning.define_method(:warn) { |text| seen << text }
    warn("careful")
    assert_equal ["careful\n"], seen
  ensure
    Warning.alias_method(:warn, :warn)
    Warning.define_method(:warn, original)
  end

  def test_a_warning_is_marked_too
    saved = $stderr
    $stderr = StringIO.new
    goes_on = thread_of(A) { warn("careful") }
    goes_on.call
    @log.began(B)
    warn("now", uplevel: nil)
    assert_equal "#{OF_A}careful\nnow\n", $stderr.string
  ensure
    $stderr = saved
  end

  def test_standard_output_and_error_are_written_so
    [STDOUT, STDERR].each { |file| assert_kind_of Megamode::RequestLog::Writer, file }
  end
end
