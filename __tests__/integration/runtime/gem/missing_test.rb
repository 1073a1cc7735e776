# frozen_string_literal: true

require "minitest/autorun"
require "open3"
require "tmpdir"

# Each in a Ruby of its own: what is prepended to Module stays. The end-to-end tests run Rails and the gem mail.
class MissingTest < Minitest::Test
  LIB = File.expand_path("../../../../runtime/gem/lib", __dir__)

  # A part that defines a constant of a namespace when it is loaded.
  WORLD = <<~RUBY
    require "megamode/deferred"
    Part = Struct.new(:name, :action) do
      def load = (puts("loaded \#{name}"); action&.call)
    end
    module Mail
      class Field; end
      def self.eager_autoload! = nil
    end
    def left(*parts) = Megamode::Deferred.instance_variable_set(:@left, parts)
    def asked(scope, name)
      found = eval("\#{scope}::\#{name}")
      puts "\#{name}: \#{found.inspect}"
    rescue NameError => e
      puts e.message
    end
    MAILER = Part.new("ActionMailer", -> { Mail.module_eval { module self::Parsers; module Dates; end; end } })
    left(MAILER)
    Megamode::Deferred::Missing.install([MAILER])
  RUBY

  def printed(code, world: WORLD)
    out, = Open3.capture2e(RbConfig.ruby, "-W0", "--disable=did_you_mean", "-I#{LIB}", "-e", world + code)
    out
  end

  def test_who_asks_for_what_a_deferred_part_defines_gets_it
    assert_equal "Parsers: Mail::Parsers\nloaded ActionMailer\nDates: Mail::Parsers::Dates\n",
                 printed("asked(Mail, :Parsers); asked(Mail::Parsers, :Dates)")
  end

  def test_what_the_part_does_not_define_is_missing_as_ever_and_nothing_is_tried_again
    assert_equal "loaded ActionMailer\n#{"uninitialized constant Mail::Other\n" * 2}",
                 printed("2.times { asked(Mail, :Other) }")
  end

  # Ruby does not take `Mail::String` for `String`, nor `Shop::Mail` for `Mail`.
  { "a constant at the top" => ["Mail", "String", "loaded ActionMailer\n"],
    "a constant of the parent" => ["Mail::Field", "Parsers", ""],
    "a namespace's name below another" => ["Shop", "Mail", ""],
    "another namespace" => ["Shop", "Parsers", ""],
    "the top" => ["Object", "Parsers", ""] }.each do |what, (scope, name, loaded)|
    define_method("test_#{what.tr(" ", "_")}_is_missing_as_ever") do
      missing = "uninitialized constant #{"#{scope}::" unless scope == "Object"}#{name}\n"
      assert_equal loaded + missing, printed("module Shop; end; asked(#{scope}, :#{name})")
    end
  end

  # Whatever comes before Module is in the backtrace of each NameError, and its constants in each `class << self`.
  def test_nothing_of_ours_comes_before_module
    code = "p Module.ancestors.first; begin; Nowhere; rescue NameError => e; puts e.backtrace; end"
    assert_equal "Module\n-e:#{WORLD.lines.size + 1}:in `<main>'\n".tr("`", "'"), printed(code).tr("`", "'")
  end

  # As Rails' classic loader has it, and as apps do.
  def test_a_const_missing_of_another_comes_after_it
    code = <<~RUBY
      class Module; def const_missing(name) = :theirs; end
      asked(String, :Other); asked(Mail, :Other)
    RUBY
    assert_equal "Other: :theirs\nloaded ActionMailer\nOther: :theirs\n", printed(code)
  end

  def test_a_part_that_asks_for_what_is_missing_while_it_is_loaded_ends
    code = "left(Part.new('ActionMailer', -> { asked(Mail, :Other) })); asked(Mail, :Other)"
    assert_equal "loaded ActionMailer\n#{"uninitialized constant Mail::Other\n" * 2}", printed(code)
  end

  # An app without Action Mailer need not have the gem mail.
  { "ActionMailer" => "\"mail\"\nMail::Parsers\n", "TZInfo" => "nil\n" }.each do |part, expected|
    define_method("test_where_nothing_has_loaded_the_gem_mail_#{part}_is_deferred") do
      code = <<~RUBY
        require "megamode/deferred"
        module ActiveSupport; def self.on_load(_, &block) = $hook = block; end
        Megamode::Deferred::Missing.install([Struct.new(:name).new("#{part}")])
        p Object.autoload?(:Mail)
        $hook && ($hook.call; p Mail::Parsers)
      RUBY
      Dir.mktmpdir do |folder|
        File.write("#{folder}/mail.rb", "module Mail; def self.eager_autoload! = nil; end")
        assert_equal expected, printed("$LOAD_PATH << '#{folder}'; #{code}", world: "")
      end
    end
  end

  def test_an_apps_own_mail_is_left_alone
    world = "require 'megamode/deferred'; module Mail; end; " \
            "Megamode::Deferred::Missing.install([Struct.new(:name).new('ActionMailer')]); "
    assert_equal "[]\n", printed("p Mail.constants", world: world)
  end
end
