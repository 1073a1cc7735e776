# frozen_string_literal: true

require "minitest/autorun"
require "open3"
require "stringio"
require "megamode/collections"
require "megamode/middleware"

class CollectionsTest < Minitest::Test
  Collections = Megamode::Collections
  LIB = File.expand_path("../../../../runtime/gem/lib", __dir__)
  # More MB than this process has.
  AMPLE = 1 << 20

  def teardown
    Collections.resume
    GC.enable
  end

  {
    "unknown" => [{}, nil],
    "empty" => [{ "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => "" }, nil],
    "no number" => [{ "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => "much" }, nil],
    "negative" => [{ "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => "-512" }, nil],
    "the least" => [{ "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => "128" }, nil],
    "small" => [{ "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => "240" }, nil],
    "half a gigabyte" => [{ "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => "512" }, 136],
    "the default" => [{ "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => "1769" }, 512],
    "the most" => [{ "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => "10240" }, 512],
    "a collector that somebody has tuned" =>
      [{ "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => "1769", "RUBY_GC_HEAP_GROWTH_FACTOR" => "1.1" }, nil]
  }.each do |memory, (env, limit)|
    define_method("test_limit_of_memory_#{memory.tr(" ", "_")}") do
      limit ? assert_equal(limit, Megamode::Collections.limit(env)) : assert_nil(Megamode::Collections.limit(env))
    end
  end

  # `-r` loads it, and -w tells what it says to an app that wants to hear of warnings.
  {
    "put off" => [{}, true],
    "as ever, where the proxy has not started it" => [{ "MEGAMODE_PROXY_SECRET" => nil }, false],
    "as ever, where the memory is unknown" => [{ "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => nil }, false],
    "as ever, where somebody has tuned them" => [{ "RUBY_GC_HEAP_GROWTH_FACTOR" => "1.8" }, false]
  }.each do |are, (env, put_off)|
    define_method("test_collections_of_a_boot_are_#{are.tr(" ", "_")}") do
      started = { "MEGAMODE_PROXY_SECRET" => "secret", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => "1769", **env }
      boot = "count = GC.count; 300_000.times { +'garbage' * 100 }; print GC.count - count"
      out, err, = Open3.capture3(started, "ruby", "-w", "-r#{LIB}/megamode/collections.rb", "-e", boot)
      assert_equal put_off, out == "0", out + err
      assert_empty err if put_off
    end
  end

  def test_collections_begin_by_themselves_where_the_process_outgrows_its_share
    Collections.put_off(1)
    until_collected
    refute Collections.putting_off?
  end

  # Ruby collects where no more files may be opened, and so closes those that nobody uses.
  def test_collections_begin_by_themselves_where_many_files_are_open
    code = "Process.setrlimit(:NOFILE, 64); Megamode::Collections.put_off(#{AMPLE}); " \
           "kept = Array.new(32) { File.open(IO::NULL) }; p !!Megamode::Collections.watching.join(30); " \
           "999.times { File.open(IO::NULL) }; p kept.size"
    assert_equal ["true\n32\n", ""], Open3.capture3("ruby", "-r#{LIB}/megamode/collections.rb", "-e", code).first(2)
  end

  def test_the_first_answer_is_followed_by_one_collection_and_ruby_collects_again
    app = Megamode::Middleware.new(->(_) { [200, {}, ["page"]] }, secret: "secret", output: StringIO.new)
    Collections.put_off(AMPLE)
    before = GC.count
    body = app.call("HTTP_X_MEGAMODE_SECRET" => "secret").last
    assert Collections.putting_off?
    assert_equal before, GC.count
    body.close
    Collections.watching.join
    refute Collections.putting_off?
    assert_operator GC.count, :>, before
    until_collected
  end

  # Only the proxy's requests count: who else asks may ask for anything.
  def test_a_request_that_is_not_the_proxys_ends_nothing
    app = Megamode::Middleware.new(->(_) { [200, {}, []] }, secret: "secret", output: StringIO.new)
    Collections.put_off(AMPLE)
    body = app.call("HTTP_X_MEGAMODE_SECRET" => "guess").last
    body.close if body.respond_to?(:close)
    assert Collections.watching.join(0).nil?
    assert Collections.putting_off?
  end

  def test_a_prewarm_collects_once_and_leaves_old_objects
    Collections::OLD.times { GC.start } # What earlier tests left would be collected too.
    Collections.put_off(AMPLE)
    kept = Array.new(10_000) { +"kept" }
    before = GC.stat(:old_objects)
    Collections.after_boot
    assert_operator GC.stat(:old_objects) - before, :>=, kept.size
    refute Collections.putting_off?
    count = GC.count
    Collections.after_request
    Collections.watching.join
    Collections.after_boot
    assert_equal count, GC.count
  end

  def test_what_the_app_asks_of_the_collector_is_answered_as_ever_and_holds_afterwards
    [
      %i[disable], %i[enable], %i[disable disable], %i[disable enable], %i[enable disable enable enable disable]
    ].each do |calls|
      plain = [calls.map { |name| GC.public_send(name) }, GC.disable]
      GC.enable
      Collections.put_off(AMPLE)
      answers = calls.map { |name| GC.public_send(name) }
      assert Collections.putting_off?
      Collections.resume
      assert_equal plain, [answers, GC.disable], calls.inspect
      GC.enable
    end
  end

  # The usual ways to do something without a collection, or with them, in between.
  def test_a_collector_that_is_stopped_for_a_moment_runs_again_afterwards
    [-> { GC.enable unless GC.disable }, -> { GC.disable if GC.enable }].each do |moment|
      Collections.put_off(AMPLE)
      moment.call
      Collections.resume
      refute GC.disable
      GC.enable
    end
  end

  def test_an_app_that_wants_no_collection_gets_none_afterwards
    Collections.put_off(AMPLE)
    GC.disable
    before = GC.count
    Collections.after_request
    Collections.watching.join
    assert_equal before, GC.count
    assert GC.disable
  end

  def test_collections_begin_after_an_answer_even_if_the_app_has_ended_all_threads
    Collections.put_off(AMPLE)
    Collections.watching.kill.join
    Collections.after_request
    refute Collections.putting_off?
    until_collected
  end

  def test_ruby_has_its_own_methods_back_afterwards
    methods = -> { [GC.method(:disable), GC.method(:enable), Process.method(:_fork)] }
    of = -> { methods.call.map { |method| [method.owner, method.source_location] } }
    before = of.call
    Collections.put_off(AMPLE)
    refute_equal before, of.call
    Collections.resume
    assert_equal before, of.call
  end

  def test_a_method_that_a_gem_has_replaced_meanwhile_stays_the_gems
    disable = GC.method(:disable).unbind
    Collections.put_off(AMPLE)
    GC.singleton_class.alias_method(:disable, :disable)
    def GC.disable = :theirs
    Collections.resume
    assert_equal :theirs, GC.disable
  ensure
    GC.singleton_class.alias_method(:disable, :disable)
    GC.singleton_class.define_method(:disable, disable)
  end

  def test_a_child_that_is_forked_meanwhile_collects
    Collections.put_off(AMPLE)
    told = IO.popen("-") do |child|
      next child.read if child

      until_collected
      $stdout.syswrite([Collections.putting_off?, GC.disable].inspect)
      exit!
    end
    assert_equal "[false, false]", told
    assert Collections.putting_off?
  end

  def test_a_collector_that_somebody_stopped_before_stays_as_it_is
    GC.disable
    Collections.put_off(AMPLE)
    refute Collections.putting_off?
    Collections.after_boot
    assert GC.disable
  end

  private

  # Makes garbage. Without a collection it would never end.
  def until_collected
    count = GC.count
    Array.new(100) { +"garbage" * 100 } while GC.count == count
  end
end
