# frozen_string_literal: true

require "minitest/autorun"
require "tmpdir"
require "megamode/sinatra_secret"

# A stand-in for Sinatra's class, which makes a secret of its own while it is loaded, as Sinatra does:
# https://github.com/sinatra/sinatra/blob/v4.1.1/lib/sinatra/base.rb
class SinatraSecretTest < Minitest::Test
  SINATRA = <<~RUBY
    module Sinatra
      module Extension
      end
      class Base
        class Nested
        end
        def self.set(name, value) = define_singleton_method(name) { value }
        set :session_secret, "of this process"
      end
      class Application < Base
      end
    end
  RUBY

  def setup
    ENV["SESSION_SECRET"] = "of the stage"
    Gem.loaded_specs["sinatra"] = Gem::Specification.new
  end

  def teardown
    ENV.delete("SESSION_SECRET")
    Gem.loaded_specs.delete("sinatra")
    Object.send(:remove_const, :Sinatra) if defined?(::Sinatra)
  end

  def load_sinatra
    Dir.mktmpdir do |folder|
      Dir.mkdir("#{folder}/sinatra")
      File.write("#{folder}/sinatra/base.rb", SINATRA)
      load "#{folder}/sinatra/base.rb"
    end
  end

  def load_app(own = "")
    Megamode::SinatraSecret.given_while do
      load_sinatra
      # An app may be made while it is loaded, and has read its setting by then.
      eval("class SinatraApp < Sinatra::Base; #{own}; end; SinatraApp.session_secret", TOPLEVEL_BINDING)
    end
  ensure
    Object.send(:remove_const, :SinatraApp) if defined?(::SinatraApp)
  end

  def test_the_stages_secret_is_the_default_as_soon_as_sinatra_is_loaded
    assert_equal "of the stage", load_app
    assert_equal "of the stage", Sinatra::Application.session_secret
  end

  # As a code pack and bootsnap give it to Ruby.
  def test_sinatra_may_be_compiled_already
    loader = RubyVM::InstructionSequence.singleton_class
    loader.define_method(:load_iseq) { |path| load_from_binary(compile(File.read(path), path, path).to_binary) }
    assert_equal "of the stage", load_app
  ensure
    loader.remove_method(:load_iseq)
  end

  def test_an_apps_own_secret_counts
    assert_equal "own", load_app('set :session_secret, "own"')
  end

  def test_sinatra_may_be_loaded_already
    load_sinatra
    Megamode::SinatraSecret.given_while { nil }
    assert_equal "of the stage", Sinatra::Base.session_secret
  end

  def test_nothing_is_changed_without_a_secret_or_without_sinatra
    ENV["SESSION_SECRET"] = ""
    assert_equal "of this process", load_app
    ENV["SESSION_SECRET"] = "of the stage"
    Gem.loaded_specs.delete("sinatra")
    assert_equal "of this process", load_app
  end

  def test_an_app_that_fails_to_load_fails_as_before_and_nothing_watches_on
    error = assert_raises(RuntimeError) { Megamode::SinatraSecret.given_while { raise "on strike" } }
    assert_equal "on strike", error.message
    load_sinatra
    assert_equal "of this process", Sinatra::Base.session_secret
  end
end
