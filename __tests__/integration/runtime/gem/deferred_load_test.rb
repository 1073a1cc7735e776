# frozen_string_literal: true

require "minitest/autorun"
require_relative "deferred_world"

# What was deferred and is loaded later: where it is broken, and where several threads load.
class DeferredLoadTest < Minitest::Test
  include DeferredWorld

  def test_a_failure_is_one_line_without_the_errors_text_and_is_not_tried_again
    out = inside do |world|
      ActionMailer.instance_variable_set(:@load, -> { raise LoadError, "postgres://user:secret@host\nmore" })
      world.file("apple", "puts 'tried'; raise 'secret'")
      world.file("avocado", "exit")
      world.boot
      2.times { Megamode::Deferred.load }
      p world.blob?
      puts world.folder
    end
    folder = out.lines.last.chomp
    assert_equal <<~OUT, out
      megamode: ActionMailer was deferred and does not load: LoadError at #{__FILE__}:#{__LINE__ - 10}
      tried
      megamode: #{folder}/models/apple.rb was deferred and does not load: RuntimeError at #{folder}/models/apple.rb:1
      true
      #{folder}
    OUT
  end

  # Each file that refers to a broken one fails of the same, and tries it again.
  { "raises" => ["raise 'x'", "RuntimeError at %s/models/fig.rb:1"],
    "needs what is not there" => ["require 'nowhere'", "LoadError at %s/models/fig.rb:1"],
    "is no Ruby" => ["class", "SyntaxError at %s/models/apple.rb:1"] }.each do |what, (text, error)|
    define_method("test_a_file_that_#{what}_is_one_line_whoever_refers_to_it") do
      out = inside do |world|
        ENV["MEGAMODE_EAGER_LOAD"] = "first-request"
        world.file("apple", "Fig.name")
        world.file("fig", text)
        world.file("grape", "Fig.name")
        world.boot
        Megamode::Deferred.load
        puts world.folder
      end
      folder = out.lines.last.chomp
      line = "megamode: #{folder}/models/apple.rb was deferred and does not load: #{format(error, folder)}"
      assert_equal "#{line}\n#{folder}\n", out
    end
  end

  # Rails itself would end at the first, and others may fail because of it, in another way.
  def test_a_part_has_one_line_for_its_first_file_that_fails
    out = inside do |world|
      world.file("apple", "exit")
      world.file("banana", "Nowhere.name")
      world.boot
      Megamode::Deferred.load
      p world.blob?
    end
    assert_match(%r{\Amegamode: \S+/apple.rb was deferred and does not load: SystemExit at \S+/apple.rb:1\ntrue\n\z}, out)
  end

  def test_files_of_the_app_that_fail_alike_each_have_a_line
    out = inside do |world|
      ENV["MEGAMODE_EAGER_LOAD"] = "first-request"
      %w[fig grape].each { |name| world.file(name, "raise 'x'") }
      %w[kiwi lemon].each { |name| world.file(name, "class") }
      world.boot
      Megamode::Deferred.load
    end
    assert_equal %w[fig grape kiwi lemon], out.scan(%r{(\w+)\.rb was deferred}).flatten
  end

  # A gem that limits a request's time raises in the middle of it.
  def test_what_was_not_begun_when_it_was_interrupted_is_still_loaded_later
    out = inside do |world|
      TZInfo.instance_variable_set(:@load, -> { raise Interrupt })
      world.boot
      begin
        Megamode::Deferred.load
      rescue Interrupt
        p world.seen
      end
      Megamode::Deferred.load
      p world.seen, world.blob?
    end
    assert_equal "#{%w[Own Gem TZInfo]}\n#{%w[Own Gem TZInfo ActionMailer]}\ntrue\n", out
  end

  def test_two_threads_load_it_once_and_the_second_waits
    assert_equal "#{%w[Own Gem TZInfo ActionMailer].inspect}\n", (inside do |world|
      started = Queue.new
      go = Queue.new
      ActionMailer.instance_variable_set(:@load, -> { started << true; go.pop })
      world.boot
      first = Thread.new { Megamode::Deferred.load }
      started.pop
      second = Thread.new { Megamode::Deferred.load; raise "too early" if first.alive? && go.num_waiting.positive? }
      Thread.pass until second.stop?
      go << true
      [first, second].each(&:join)
      p world.seen
    end)
  end

  # One thread loads everything and needs a file that the other is loading. The other waits for everything.
  def test_threads_that_wait_for_each_other_go_on
    assert_equal "[nil, true]\n", (inside do |world|
      Megamode::Deferred.send(:remove_const, :PATIENCE)
      Megamode::Deferred.const_set(:PATIENCE, 0.01)
      $started = Queue.new
      $go = Queue.new
      world.file("blob", "$started << true; $go.pop; ActiveSupport.on_load(:action_mailer) { nil }; class Blob; end")
      world.boot
      second = Thread.new { Blob.name; world.blob? }
      $started.pop
      first = Thread.new { Megamode::Deferred.load }
      Thread.pass until first.stop?
      $go << true
      p [first, second].map(&:value)
    end)
  end

  def test_first_request_defers_all_of_it_and_a_file_that_fails_does_not_hold_up_the_others
    out = inside do |world|
      ENV["MEGAMODE_EAGER_LOAD"] = "first-request"
      world.file("apple", "raise 'x'")
      world.boot
      p world.seen, world.blob?, world.names.size
      2.times { Megamode::Deferred.load }
      p world.seen, world.blob?
    end
    all = Regexp.escape(%w[TZInfo Own ActionMailer Gem].inspect)
    assert_match(/\A\[\]\nfalse\n4\nmegamode: \S+apple.rb was deferred [^\n]+\n#{all}\ntrue\n\z/, out)
  end
end
