# frozen_string_literal: true

require "minitest/autorun"
require "megamode/middleware"

# Those of an app, which are none of ours.
module Collections
  def self.after_boot = raise("the app's own")
end

module Deferred
  def self.load = raise("the app's own")
end

class PrewarmTest < Minitest::Test
  SECRET = "s3cret"
  MARKER = "\u001emegamode-end s3cret id-1\n"

  def setup
    @done = []
    @output = StringIO.new
  end

  def teardown
    %i[Deferred Collections].each do |name|
      Megamode.send(:remove_const, name) if Megamode.const_defined?(name, false)
    end
  end

  # Gives the gem a part that a prewarm calls.
  def part(name, method, &does)
    Megamode.const_set(name, Module.new { define_singleton_method(method, &does) })
  end

  def request(headers)
    seen = nil
    app = ->(env) { seen = env; [200, {}, ["the app"].each] }
    env = { "SCRIPT_NAME" => "", "PATH_INFO" => "/", "HTTP_X_REQUEST_ID" => "id-1" }.merge(headers)
    response = Megamode::Middleware.new(app, secret: SECRET, output: @output).call(env)
    [seen, response]
  end

  def prewarm(headers = {})
    request({ "HTTP_X_MEGAMODE_SECRET" => SECRET, "HTTP_X_MEGAMODE_PREWARM" => "1" }.merge(headers))
  end

  def parts
    done = @done
    part(:Deferred, :load) { done << "loaded" }
    part(:Collections, :after_boot) { done << "tidied" }
  end

  def test_a_prewarm_loads_what_was_deferred_and_then_tidies_the_memory_without_the_app
    parts
    seen, (status, headers, body) = prewarm
    assert_nil seen
    assert_equal [204, { "x-megamode-log" => "1" }], [status, headers]
    assert_equal [], body.to_enum.to_a
    assert_equal %w[loaded tidied], @done
  end

  def test_it_ends_with_the_marker_as_any_request
    _, (_, _, body) = prewarm
    assert_equal "", @output.string
    body.close
    assert_equal MARKER, @output.string
  end

  def test_it_changes_nothing_of_what_the_app_knows_without_a_request
    before = [Megamode.prefix, Megamode.host]
    prewarm("HTTP_HOST" => "localhost", "HTTP_X_MEGAMODE_PREFIX" => "/other")
    assert_equal before, [Megamode.prefix, Megamode.host]
  end

  def test_whoever_knows_no_secret_loads_nothing_and_the_app_answers_without_the_header
    parts
    [nil, "", "wrong!"].each do |secret|
      seen, (status,) = prewarm("HTTP_X_MEGAMODE_SECRET" => secret)
      assert_equal 200, status
      assert_empty seen.keys.grep(/MEGAMODE/)
    end
    assert_empty @done
  end

  def test_any_other_request_of_the_proxy_is_the_apps
    parts
    [nil, "", "0", "yes"].each do |value|
      seen, = prewarm("HTTP_X_MEGAMODE_PREWARM" => value)
      refute_nil seen
      assert_empty seen.keys.grep(/MEGAMODE/)
    end
    assert_empty @done
  end

  def test_without_any_part_there_is_nothing_to_do
    _, (status,) = prewarm
    assert_equal [204, ""], [status, @output.string]
  end

  def test_what_fails_is_one_line_and_the_next_part_comes_all_the_same
    failures = [RuntimeError, LoadError, NotImplementedError, SystemExit, SystemStackError, NoMemoryError]
    failures.each do |failure|
      teardown
      parts
      Megamode.send(:remove_const, :Deferred)
      part(:Deferred, :load) { raise failure, "password" }
      @output.truncate(0)
      @output.rewind
      _, (status,) = prewarm
      assert_equal 204, status
      line = /\Amegamode: could not load what was deferred: #{failure} at #{__FILE__}:\d+\n\z/
      assert_match(line, @output.string)
    end
    assert_equal ["tidied"] * failures.size, @done
  end

  def test_what_a_file_is_called_makes_no_second_line_and_no_long_one
    part(:Deferred, :load) { eval("raise", nil, "a\nb\u001e\xFF#{"c" * 2000}.rb", 1) } # rubocop:disable Style/EvalWithLocation
    prewarm
    assert_match(/\A[^\n\r\u001e]{900,1000}\n\z/, @output.string)
  end

  def test_a_closed_log_fails_no_prewarm
    part(:Deferred, :load) { raise "no" }
    def @output.write(_) = raise(Errno::EPIPE)
    assert_equal 204, prewarm.last.first
  end
end
