# frozen_string_literal: true

require "minitest/autorun"
require_relative "deferred_world"

# What a cold start loads, and what it does not.
class DeferredTest < Minitest::Test
  include DeferredWorld

  def test_only_what_the_list_names_is_deferred_and_the_array_is_as_it_was
    out = inside do |world|
      world.boot
      p world.seen, world.names, world.blob?
      2.times { Megamode::Deferred.load }
      p world.seen, world.names, world.blob?
    end
    names = %w[TZInfo Own ActionMailer Gem]
    assert_equal "#{%w[Own Gem]}\n#{names}\nfalse\n#{%w[Own Gem TZInfo ActionMailer]}\n#{names}\ntrue\n", out
  end

  def test_what_joins_late_is_loaded_and_keeps_its_place
    out = inside do |world|
      late = Part.new("Late", world.seen)
      all = world.app.config.eager_load_namespaces
      all[1] = Part.new("Own", world.seen) { all << late }
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

  def test_what_only_has_the_name_of_a_part_is_somebody_elses_and_loaded_at_boot
    out = inside do |world|
      Object.send(:remove_const, :ActionMailer)
      Object.const_set(:ActionMailer, Module.new)
      world.boot
      p world.seen
    end
    assert_equal "#{%w[Own ActionMailer Gem]}\n", out
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
  def test_a_module_that_the_app_took_out_is_left_alone
    out = inside do |world|
      world.app.config.eager_load_namespaces.delete(ActionMailer)
      world.boot
      Megamode::Deferred.load
      p world.seen
    end
    assert_equal "#{%w[Own Gem TZInfo]}\n", out
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
