# frozen_string_literal: true

require "minitest/autorun"
require "open3"
require "rubygems"

class GemTest < Minitest::Test
  GEM = File.expand_path("../../../../runtime/gem", __dir__)

  def ruby(code, env = {})
    out, status = Open3.capture2e({ "MEGAMODE_PROXY_SECRET" => nil }.merge(env), RbConfig.ruby,
                                  "-I#{GEM}/lib", "-e", code)
    assert status.success?, out
    out
  end

  def test_every_file_of_the_library_is_in_the_gem
    spec = Gem::Specification.load("#{GEM}/megamode.gemspec")
    assert_equal Dir.chdir(GEM) { Dir["lib/**/*.rb"].sort }, spec.files.grep(/\.rb$/).sort
    assert_empty spec.dependencies
  end

  def test_it_does_nothing_outside_of_the_runtime
    assert_equal "false", ruby("s = STDOUT.sync; require 'megamode'; print STDOUT.sync != s || Megamode.active?")
  end

  def test_output_is_not_buffered_in_the_runtime
    assert_equal "true", ruby("require 'megamode'; print STDOUT.sync", "MEGAMODE_PROXY_SECRET" => "s")
  end

  RAILS = "module Rails; class Railtie; def self.config = self; " \
          "def self.method_missing(*, **) = nil; end; end; "
  RAILTIE = "require 'megamode'; print defined?(Megamode::Railtie).inspect"

  def test_the_railtie_is_loaded_with_rails_only
    assert_equal "nil", ruby(RAILTIE)
    assert_equal '"constant"', ruby(RAILS + RAILTIE)
  end

  # The rackup file is read before the app's own, and so before Rails.
  def test_the_railtie_is_loaded_where_a_part_of_the_gem_was_before
    assert_equal '"constant"', ruby("require 'megamode/middleware'; #{RAILS}#{RAILTIE}")
  end

  def test_the_build_is_known_by_its_own_name
    code = "require 'megamode'; print Megamode.building?, Megamode.active?"
    assert_equal "truefalse", ruby(code, "MEGAMODE_BUILD" => "1")
    assert_equal "falsefalse", ruby(code)
  end
end
