# frozen_string_literal: true

require "minitest/autorun"
require "megamode/front_door"
require "megamode/renderer"
require "megamode/route_urls"

# What Rails' routes do with a script name, in short, without its gems: the end-to-end tests run Rails itself.
# https://github.com/rails/rails/blob/v7.2.2/actionpack/lib/action_dispatch/routing/route_set.rb
module ActionDispatch
  module Routing
    class RouteSet
      Config = Struct.new(:relative_url_root)
      PATH = ->(options) { "#{options[:script_name]}#{options[:path]}" }
      FULL = ->(options) { "https://#{options[:host]}#{PATH.call(options)}" }
      UNKNOWN = ->(options) { (options[:only_path] ? PATH : FULL).call(options) }

      attr_reader :default_url_options, :mounted

      def initialize(root: nil, defaults: {})
        @config = Config.new(root)
        @default_url_options = defaults
      end

      def relative_url_root
        @config.relative_url_root
      end

      def find_script_name(options)
        options.delete(:script_name) || relative_url_root || ""
      end

      def define_mounted_helper(_name, script_namer = nil)
        @mounted = script_namer
      end

      def url_for(options, _route_name = nil, url_strategy = UNKNOWN, _method_name = nil)
        options = default_url_options.merge(options)
        before = options.delete(:original_script_name).to_s
        url_strategy.call(options.merge(script_name: before + find_script_name(options), path: "/links"))
      end

      prepend Megamode::RouteUrls
    end

    # Rails 6.1 and 7.0 ask so.
    class OlderRouteSet < RouteSet
      module Roots
        def find_script_name(options)
          options.delete(:script_name) || find_relative_url_root(options) || ""
        end

        def find_relative_url_root(options)
          options.delete(:relative_url_root) || relative_url_root
        end
      end
      include Roots
      prepend Megamode::RouteUrls
    end
  end
end

class RouteUrlsTest < Minitest::Test
  SET = ActionDispatch::Routing::RouteSet
  OLDER = ActionDispatch::Routing::OlderRouteSet

  def setup
    Megamode.prefix = "/dev"
    Megamode.host = "api.example:1"
  end

  def teardown
    Megamode.prefix = ""
    Megamode.host = nil
  end

  def path(options = {}, routes = SET.new)
    routes.url_for(options, "links", SET::PATH)
  end

  def url(options = {}, routes = SET.new)
    routes.url_for(options, "links", SET::FULL)
  end

  def test_what_has_no_request_gets_the_prefix_once
    assert_equal "/dev/links", path
    assert_equal "/dev/links", path({ script_name: "/dev" })
    assert_equal "/own/links", path({ script_name: "/own" })
    assert_equal "/links", path({ script_name: "" })
    assert_equal "/own/links", path({}, SET.new(root: "/own"))
    assert_equal "/dev/links", SET.new.url_for({ only_path: true })
    Megamode.prefix = ""
    assert_equal "/links", path
  end

  def test_an_address_on_the_apps_own_host_has_it
    ["api.example:1", "api.example", "API.example", "https://api.example:1", "a1b2.execute-api.eu-west-1.amazonaws.com",
     "a1b2.execute-api.cn-north-1.amazonaws.com.cn", "a1b2.execute-api.eusc-de-east-1.amazonaws.eu"]
      .each { |host| assert_equal "https://#{host}/dev/links", url({ host: host }) }
  end

  def test_a_host_of_the_apps_choice_serves_it_at_its_root
    ["www.example.com", "a1b2.execute-api.eu-west-1.amazonaws.com.example.com"].each do |host|
      assert_equal "https://#{host}/links", url({ host: host })
    end
    assert_equal "https://www.example.com/links", SET.new.url_for({ host: "www.example.com" })
    assert_equal "https://www.example.com/links", url({}, SET.new(defaults: { host: "www.example.com" }))
    assert_equal "/dev/links", path({}, SET.new(defaults: { host: "www.example.com" }))
    assert_equal "/dev/links", SET.new.url_for({ host: "www.example.com", only_path: true })
  end

  # The app's routes and those of an engine at "/blog", as `mount` connects them.
  def engine(main, inner)
    place = lambda do |options|
      asked = options[:original_script_name] ? { script_name: "" } : {}
      asked[:relative_url_root] = "" if main.is_a?(OLDER)
      main.url_for(asked, "blog", SET::PATH).sub("/links", "/blog")
    end
    inner.define_mounted_helper(:blog, place)
    inner.define_singleton_method(:find_script_name) do |options|
      options.key?(:script_name) ? super(options) : place.call(options)
    end
    inner
  end

  def test_an_engines_place_is_below_the_prefix_once
    [SET, OLDER].each do |type|
      blog = engine(type.new, type.new)
      assert_equal "/dev/blog/links", path({}, blog)
      assert_equal "/dev/blog/links", path({ original_script_name: "/dev" }, blog)
      assert_equal "https://api.example:1/dev/blog/links", url({ host: "api.example:1" }, blog)
      assert_equal "https://www.example.com/blog/links", url({ host: "www.example.com" }, blog)
      assert_equal "/dev/blog", blog.mounted.call({})
      assert_equal "/dev/blog", blog.mounted.call({ host: "api.example:1" })
      assert_equal "/blog", blog.mounted.call({ host: "www.example.com" })
      assert_equal "/blog", blog.mounted.call({ original_script_name: "/dev" })
      assert_equal "/dev/links", path, "what one URL left out, the next one has"
    end
  end

  class Mailer
    def default_url_options
      {}
    end
    prepend Megamode::FrontDoor::MailerUrls
  end

  def test_a_mail_of_an_engine_leads_to_the_engine
    blog = engine(SET.new, SET.new)
    assert_equal "https://api.example:1/dev/blog/links", url(Mailer.new.default_url_options, blog)
    assert_equal "https://api.example:1/dev/links", url(Mailer.new.default_url_options)
  end

  # What ActionController::Renderer hands to the controller.
  class OlderRenderer
    def initialize(env)
      @env = env
    end

    def render(*)
      @env.values_at("SCRIPT_NAME", "ORIGINAL_SCRIPT_NAME")
    end
    alias render_to_string render
    Megamode::Renderer.install(self)
  end

  class NewerRenderer
    def initialize(env)
      @env = env
    end

    def render(*)
      env_for_request.values_at("SCRIPT_NAME", "ORIGINAL_SCRIPT_NAME")
    end
    alias render_to_string render

    private

    def env_for_request
      @env
    end
    Megamode::Renderer.install(self)
  end

  def test_a_page_that_is_rendered_without_a_request_lies_below_the_prefix
    [OlderRenderer, NewerRenderer].each do |type|
      %i[render render_to_string].each do |method|
        Megamode.prefix = "/dev"
        kept = type.new({ "SCRIPT_NAME" => "" }.freeze)
        assert_equal ["/dev", "/dev"], kept.public_send(method)
        assert_equal ["/dev", "/dev"], type.new({}).public_send(method)
        assert_equal ["/own", nil], type.new({ "SCRIPT_NAME" => "/own" }).public_send(method)
        Megamode.prefix = ""
        assert_equal ["", nil], kept.public_send(method), "the next request's prefix"
      end
    end
  end
end
