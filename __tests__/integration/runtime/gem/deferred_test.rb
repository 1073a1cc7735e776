# frozen_string_literal: true

require "minitest/autorun"
require "tmpdir"

# What Rails and Zeitwerk have of it, in short, without their gems: the end-to-end tests run Rails itself.
module Rails
  class Application; end

  module Initializable
    Initializer = Struct.new(:name, :block) do
      def run(*args)
        block.call(*args)
      end
    end
  end

  class Loader
    attr_reader :dirs, :inflector

    def initialize
      @dirs = []
      @eager_load_exclusions = []
      @on_load_callbacks = {}
      @inflector = Class.new { def camelize(name, _path) = name.split("_").map(&:capitalize).join }.new
    end

    def push(folder)
      @dirs << folder
      Dir["#{folder}/**/*.rb"].each do |file|
        Object.autoload(@inflector.camelize(File.basename(file, ".rb"), file), file)
      end
    end

    def do_not_eager_load(path)
      @eager_load_exclusions << path
    end

    def on_load(name, &block)
      @on_load_callbacks[name] = [block]
    end

    def eager_load
      @dirs.each { |folder| Dir["#{folder}/*.rb"].each { |file| require file } unless @eager_load_exclusions.include?(folder) }
    end
  end

  Autoloaders = Struct.new(:main, :once) do
    def each(&block) = [main, once].each(&block)
  end

  class << self
    attr_accessor :autoloaders
  end
end

module ActiveSupport
  @load_hooks = Hash.new { |all, name| all[name] = [] }
  @loaded = Hash.new { |all, name| all[name] = [] }

  def self.on_load(name, options = {}, &block)
    @loaded[name].each(&block)
    @load_hooks[name] << [block, options]
  end

  def self.run_load_hooks(name, base)
    @loaded[name] << base
    @load_hooks[name].each { |block, _| block.call(base) }
  end
end

module ActiveRecord
  class Base
    def self.descendants = ObjectSpace.each_object(Class).select { |one| one < self }
  end
end
ActiveSupport.run_load_hooks(:active_record, ActiveRecord::Base)

require "megamode/deferred"

class DeferredTest < Minitest::Test
  # A module that notes when it is loaded.
  class Part < Module
    def initialize(name, seen, &load)
      super(&nil)
      @name = name
      @seen = seen
      @load = load
    end
    attr_reader :name

    def eager_load!
      @seen << @name
      @load&.call
    end
  end

  Config = Struct.new(:eager_load, :eager_load_namespaces)
  App = Struct.new(:config)

  # Each in a process of its own: what is prepended stays.
  def inside
    read, write = IO.pipe
    child = fork do
      read.close
      $stderr.reopen(write)
      STDOUT.reopen(write)
      STDOUT.sync = true
      Dir.mktmpdir { |folder| yield World.new(folder) }
      exit!(0)
    rescue Exception => e # rubocop:disable Lint/RescueException
      write.write("#{e.class}: #{e.message}\n#{e.backtrace.first(5).join("\n")}")
      exit!(1)
    end
    write.close
    read.read.tap { Process.wait(child) }
  end

  # An app with two of our list, one of its own, and an engine's folder with a file in it.
  class World
    attr_reader :seen, :app, :folder

    def initialize(folder)
      @seen = []
      @folder = folder
      ENV["MEGAMODE_PROXY_SECRET"] = "s"
      ENV["MEGAMODE_EAGER_LOAD"] = "auto"
      Megamode.serving!
      Object.const_set(:TZInfo, Part.new("TZInfo", @seen))
      Object.const_set(:ActionMailer, Part.new("ActionMailer", @seen))
      @app = App.new(Config.new(true, [TZInfo, Part.new("Own", @seen), ActionMailer, Part.new("Gem", @seen)]))
      main = Rails::Loader.new
      Rails.autoloaders = Rails::Autoloaders.new(main, Rails::Loader.new)
      Dir.mkdir("#{folder}/models")
      file("blob", "class Blob < ActiveRecord::Base; end; ActiveSupport.run_load_hooks(:active_storage_blob, Blob)")
      Object.const_set(:ActiveStorage, Module.new)
      ActiveStorage.const_set(:Engine, Struct.new(:root, :config).new(folder, engine))
    end

    def engine
      Struct.new(:all_eager_load_paths).new(["#{@folder}/models"])
    end

    def file(name, text)
      File.write("#{@folder}/models/#{name}.rb", text)
    end

    def boot
      Rails.autoloaders.main.push("#{@folder}/models")
      Megamode::Deferred.install
      Rails::Initializable::Initializer.new(:other, ->(*) {}).run(@app)
      Rails::Initializable::Initializer.new(:eager_load!, lambda { |app|
        Rails.autoloaders.each(&:eager_load)
        app.config.eager_load_namespaces.each(&:eager_load!)
      }).run(@app)
    end

    def blob?
      Object.autoload?(:Blob).nil?
    end

    def names
      @app.config.eager_load_namespaces.map(&:name)
    end
  end

  def test_only_what_the_list_names_is_deferred_and_the_array_is_as_it_was
    out = inside do |world|
      world.boot
      p world.seen, world.names, world.blob?
      2.times { Megamode::Deferred.load }
      p world.seen, world.names, world.blob?
    end
    names = %w[TZInfo Own ActionMailer Gem].inspect
    assert_equal "#{%w[Own Gem].inspect}\n#{names}\nfalse\n#{%w[Own Gem TZInfo ActionMailer].inspect}\n#{names}\ntrue\n",
                 out
  end

  def test_what_joins_late_is_loaded_and_keeps_its_place
    out = inside do |world|
      late = Part.new("Late", world.seen)
      world.app.config.eager_load_namespaces[1] = Part.new("Own", world.seen) { world.app.config.eager_load_namespaces << late }
      world.boot
      p world.seen, world.names
    end
    assert_equal "#{%w[Own Gem Late].inspect}\n#{%w[TZInfo Own ActionMailer Gem Late].inspect}\n", out
  end

  # Whoever asks for all of it, or is not our rack server, has all of it.
  { "a setting of `app`" => ->(_) { ENV["MEGAMODE_EAGER_LOAD"] = "app" },
    "no setting" => ->(_) { ENV.delete("MEGAMODE_EAGER_LOAD") },
    "an unknown setting" => ->(_) { ENV["MEGAMODE_EAGER_LOAD"] = "later" },
    "a runner" => ->(_) { ENV.delete("MEGAMODE_PROXY_SECRET") },
    "a console or rake" => ->(_) { Megamode.instance_variable_set(:@serving, nil) } }.each do |what, change|
    define_method("test_nothing_is_deferred_with_#{what}") do
      out = inside do |world|
        change.call(world)
        world.boot
        p world.seen, world.blob?
      end
      assert_equal "#{%w[TZInfo Own ActionMailer Gem].inspect}\ntrue\n", out
    end
  end

  def test_an_app_that_loads_nothing_eagerly_has_nothing_loaded_at_a_prewarm
    assert_equal "[]\nfalse\n", (inside do |world|
      world.app.config.eager_load = false
      Megamode::Deferred.install
      Rails.autoloaders.main.push("#{world.folder}/models")
      Rails::Initializable::Initializer.new(:eager_load!, ->(*) {}).run(world.app)
      Megamode::Deferred.load
      p world.seen, world.blob?
    end)
  end

  # What an app takes off the list itself, or tells Zeitwerk not to load, is not loaded at a prewarm either.
  { "a module that the app took out" => ["ActionMailer", ->(world) { world.app.config.eager_load_namespaces.delete(ActionMailer) }],
    "an object that only has the name" =>
      ["ActionMailer", ->(world) { Object.send(:remove_const, :ActionMailer); Object.const_set(:ActionMailer, Module.new)
                                   world.app.config.eager_load_namespaces.delete_at(2) }] }.each do |what, (name, change)|
    define_method("test_#{what}_is_left_alone") do
      out = inside do |world|
        change.call(world)
        world.boot
        Megamode::Deferred.load
        p world.seen.include?(name)
      end
      assert_equal "false\n", out
    end
  end

  %w[models models/blob.rb].each do |path|
    define_method("test_#{path}_that_the_app_told_zeitwerk_not_to_load_stays_unloaded") do
      out = inside do |world|
        Rails.autoloaders.main.do_not_eager_load("#{world.folder}/#{path}")
        Rails.autoloaders.main.define_singleton_method(:eager_load) {}
        world.boot
        Megamode::Deferred.load
        p world.blob?
      end
      assert_equal "false\n", out
    end
  end

  # A patch must be there from the start, or fail the boot; a registry must be full.
  { "a hook" => -> { ActiveSupport.on_load(:active_storage_blob) { puts "patched" } },
    "a hook without a place" => -> { ActiveSupport.on_load(:active_storage_blob, &:to_s); puts "patched" },
    "a callback of Zeitwerk" => -> { Rails.autoloaders.main.on_load("ActiveStorage::Blob") { nil }; puts "patched" },
    "a callback of Zeitwerk for any" => -> { Rails.autoloaders.main.on_load(:ANY) { nil }; puts "patched" },
    "a hook of an unused base class" => -> { ActiveSupport.on_load(:active_job) { nil }; puts "patched" },
    "a method that is told of new classes" => lambda {
      ActiveRecord::Base.singleton_class.prepend(Module.new { def inherited(one) = puts("patched") || super })
    } }.each do |what, patch|
    define_method("test_what_#{what}_waits_for_is_loaded_at_boot") do
      assert_equal "patched\ntrue\n#{%w[Own Gem].inspect}\n", (inside do |world|
        patch.call
        world.boot
        p world.blob?, world.seen
      end)
    end
  end

  def test_what_waits_for_another_class_or_was_run_already_changes_nothing
    assert_equal "false\n", (inside do |world|
      ActiveSupport.on_load(:active_record) { nil }
      ActiveSupport.on_load(:active_storage_test_case) { nil }
      Rails.autoloaders.main.on_load("Post") { nil }
      world.boot
      p world.blob?
    end)
  end

  def test_a_patch_that_fails_ends_the_boot_as_in_rails
    out = inside do |world|
      ActiveSupport.on_load(:active_storage_blob) { raise "the patch" }
      world.boot
    end
    assert_match(/\ARuntimeError: the patch/, out)
  end

  # Whoever asks for everything after boot gets everything.
  { "descendants" => -> { p ActiveRecord::Base.descendants.map(&:name) },
    "a hook" => -> { ActiveSupport.on_load(:active_storage_blob) { |blob| p [blob.name] } },
    "the loader's eager load" => -> { Rails.autoloaders.main.eager_load; p ["Blob"] } }.each do |what, ask|
    define_method("test_#{what}_after_boot_finds_the_deferred_class") do
      assert_equal "false\n#{["Blob"].inspect}\ntrue\n", (inside do |world|
        world.boot
        p world.blob?
        ask.call
        p world.blob?
      end)
    end
  end

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
      megamode: #{folder}/models/avocado.rb was deferred and does not load: SystemExit at #{folder}/models/avocado.rb:1
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
        world.file("apple", "Fig.name")
        world.file("fig", text)
        world.file("grape", "Fig.name")
        world.boot
        Megamode::Deferred.load
        puts world.folder
      end
      folder = out.lines.last.chomp
      assert_equal "megamode: #{folder}/models/apple.rb was deferred and does not load: #{format(error, folder)}\n#{folder}\n",
                   out
    end
  end

  def test_files_that_fail_alike_each_have_a_line
    out = inside do |world|
      %w[fig grape].each { |name| world.file(name, "raise 'x'") }
      %w[kiwi lemon].each { |name| world.file(name, "class") }
      world.boot
      Megamode::Deferred.load
    end
    assert_equal %w[fig grape kiwi lemon], out.scan(%r{(\w+)\.rb was deferred}).flatten
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
    assert_match(/\A\[\]\nfalse\n4\nmegamode: \S+apple.rb was deferred [^\n]+\n#{Regexp.escape(%w[TZInfo Own ActionMailer Gem].inspect)}\ntrue\n\z/, out)
  end

  def test_first_request_loads_as_rails_does
    out = inside do |world|
      ENV["MEGAMODE_EAGER_LOAD"] = "first-request"
      world.boot
      Megamode::Deferred.load
      p world.seen, world.blob?
    end
    assert_equal "#{%w[TZInfo Own ActionMailer Gem].inspect}\ntrue\n", out
  end

  # Its data would be thrown away.
  def test_zone_files_of_the_system_are_read_neither_at_boot_nor_at_a_prewarm
    assert_equal "#{%w[Own Gem ActionMailer].inspect}\n", (inside do |world|
      TZInfo.const_set(:DataSources, Module.new)
      TZInfo::DataSources.const_set(:ZoneinfoDataSource, Class.new)
      TZInfo.const_set(:DataSource, Class.new { def self.get = TZInfo::DataSources::ZoneinfoDataSource.new })
      world.boot
      Megamode::Deferred.load
      p world.seen
    end)
  end
end
