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

  # In children of one process, because a Ruby of its own for each takes time.
  EACH = "CASES.map { |url, given| fork { ENV['MEGAMODE_PUBLIC_URL'] = url; require 'megamode/front_door'; " \
         "routes = Struct.new(:default_url_options).new(given); Megamode::FrontDoor.name_host(routes); " \
         "p SHOWN }; Process.wait }"

  def each_of(cases, shown)
    ruby("#{EACH.sub('CASES', cases.inspect).sub('SHOWN', shown)}").lines(chomp: true)
  end

  def test_before_any_request_the_host_is_that_of_the_public_url
    seen = {
      "https://www.example.com" => "www.example.com",
      "https://www.example.com:8443/shop/de" => "www.example.com:8443",
      "https://WWW.example.com/" => "WWW.example.com",
      "https://u:p@evil.example" => nil,
      "http://www.example.com" => nil,
      nil => nil,
    }
    assert_equal seen.values.map(&:inspect), each_of(seen.keys.map { |url| [url, {}] }, "Megamode.host")
  end

  def test_routes_without_a_host_get_that_of_the_public_url
    url = "https://www.example.com/shop"
    host = { host: "www.example.com", protocol: "https" }
    own = { host: "own.example" }
    seen = [[url, {}, host], [url, nil, host], [url, { locale: :de }, host.merge(locale: :de)], [url, own, own],
            [nil, {}, {}]]
    assert_equal seen.map { |_, _, options| options.inspect },
                 each_of(seen.map { |one| one.first(2) }, "routes.default_url_options")
  end

  def test_the_build_is_known_by_its_own_name
    code = "require 'megamode'; print Megamode.building?, Megamode.active?"
    assert_equal "truefalse", ruby(code, "MEGAMODE_BUILD" => "1")
    assert_equal "falsefalse", ruby(code)
  end
end
