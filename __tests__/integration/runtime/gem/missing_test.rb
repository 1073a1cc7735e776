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
    module Mail; class Field; end; end
    def left(*parts) = Megamode::Deferred.instance_variable_set(:@left, parts)
    def asked(scope, name)
      found = eval("\#{scope}::\#{name}")
      puts "\#{name}: \#{found.inspect}"
    rescue NameError => e
      puts e.message
    end
    MAILER = Part.new("ActionMailer", -> { Mail.const_set(:Parsers, Module.new) })
    left(MAILER)
    Megamode::Deferred::Missing.install([MAILER])
  RUBY

  def printed(code, world: WORLD)
    out, = Open3.capture2e(RbConfig.ruby, "-W0", "--disable=did_you_mean", "-I#{LIB}", "-e", world + code)
    out
  end

  def test_who_asks_for_what_a_deferred_part_defines_gets_it
    assert_equal "loaded ActionMailer\nParsers: Mail::Parsers\n", printed("asked(Mail, :Parsers)")
  end

  def test_what_the_part_does_not_define_is_missing_as_ever_and_nothing_is_tried_again
    assert_equal "loaded ActionMailer\n#{"uninitialized constant Mail::Other\n" * 2}",
                 printed("2.times { asked(Mail, :Other) }")
  end

  # Ruby does not take `Mail::String` for `String`, nor `Shop::Mail` for `Mail`.
  { "a constant at the top" => ["Mail", "String", "loaded ActionMailer\n"],
    "a constant of the parent" => ["Mail::Field", "Parsers", "loaded ActionMailer\n"],
    "a namespace's name below another" => ["Shop", "Mail", ""],
    "another namespace" => ["Shop", "Parsers", ""],
    "the top" => ["Object", "Parsers", ""] }.each do |what, (scope, name, loaded)|
    define_method("test_#{what.tr(" ", "_")}_is_missing_as_ever") do
      missing = "uninitialized constant #{"#{scope}::" unless scope == "Object"}#{name}\n"
      assert_equal loaded + missing, printed("module Shop; end; asked(#{scope}, :#{name})")
    end
  end

  def test_a_module_without_a_name_or_with_a_method_for_it_is_asked_nothing
    code = <<~RUBY
      class Named; def self.name(one) = raise("asked"); end
      [Module.new, Class.new, Mail.singleton_class, Named].each do |scope|
        scope.const_get(:Nothing)
      rescue NameError
        puts "missing"
      end
    RUBY
    assert_equal "missing\n" * 4, printed(code)
  end

  # A constant of a module that is put before Module is found in each `class << self`, before the app's at the top.
  def test_no_constant_of_ours_hides_the_apps
    code = "p Megamode::Deferred::Missing.constants; PARTS = :theirs; class Shop; class << self; p PARTS; end; end"
    assert_equal "[]\n:theirs\n", printed(code)
  end

  # As Rails' classic loader has it, and as apps do.
  def test_a_const_missing_of_another_comes_after_it
    code = <<~RUBY
      class Module; def const_missing(name) = :theirs; end
      def Mail.const_missing(name) = name == :Known ? :its_own : super
      asked(Mail, :Known); asked(String, :Other); asked(Mail, :Other)
    RUBY
    assert_equal "Known: :its_own\nOther: :theirs\nloaded ActionMailer\nOther: :theirs\n", printed(code)
  end

  def test_a_part_that_asks_for_what_is_missing_while_it_is_loaded_ends
    code = "left(Part.new('ActionMailer', -> { asked(Mail, :Other) })); asked(Mail, :Other)"
    assert_equal "loaded ActionMailer\n#{"uninitialized constant Mail::Other\n" * 2}", printed(code)
  end

  # An app without Action Mailer need not have the gem mail.
  { "ActionMailer" => '"mail"', "TZInfo" => "nil" }.each do |part, expected|
    define_method("test_the_gem_mail_is_known_with_#{part}_deferred_as_#{expected.delete('"')}") do
      code = "require 'megamode/deferred'; Megamode::Deferred::Missing.install([Struct.new(:name).new('#{part}')])
              p Object.autoload?(:Mail)"
      Dir.mktmpdir do |folder|
        File.write("#{folder}/mail.rb", "module Mail; end")
        assert_equal "#{expected}\n", printed("$LOAD_PATH << '#{folder}'; #{code}", world: "")
      end
    end
  end
end
