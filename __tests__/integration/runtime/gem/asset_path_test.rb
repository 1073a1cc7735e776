# frozen_string_literal: true

require "minitest/autorun"
require "megamode/asset_path"
require "megamode/importmap"

class AssetPathTest < Minitest::Test
  Config = Struct.new(:relative_url_root)
  Request = Struct.new(:base_url)

  # What Rails' AssetUrlHelper does, in short: the pipeline's folder, the root, the host; and its alias.
  class View
    attr_reader :config

    def initialize(host: nil, root: nil)
      @host = host
      @config = Config.new(root)
    end

    def asset_path(source, options = {})
      return source if source.match?(%r{\A(?:[a-z]+:)?//})

      path = source.start_with?("/") ? source : "/assets/#{source}"
      path = config.relative_url_root + path if config.relative_url_root
      "#{@host || (request.base_url if options[:protocol] == :request)}#{path}"
    end
    alias path_to_asset asset_path

    prepend Megamode::AssetPath
  end

  class Page < View
    def request
      Request.new("https://localhost:27001")
    end
  end

  def teardown
    Megamode.prefix = ""
  end

  def at(prefix, view = Page.new, source = "a.css", **options)
    Megamode.prefix = prefix
    assert_equal view.asset_path(source, options), view.path_to_asset(source, options)
    view.asset_path(source, options)
  end

  def test_a_path_lies_below_what_the_request_was_sent_below
    assert_equal "/dev/assets/a.css", at("/dev")
    assert_equal "/assets/a.css", at("")
    assert_equal "/pr-12/assets/a.css", at("/pr-12")
    assert_equal "/dev/icon.png", at("/dev", Page.new, "/icon.png")
  end

  def test_a_stage_that_is_called_as_the_folder_of_assets
    assert_equal "/assets/assets/a.css", at("/assets")
  end

  def test_a_helper_without_a_request_has_it_too
    assert_equal "/dev/assets/a.css", at("/dev", View.new)
  end

  def test_an_address_with_the_requests_own_host
    assert_equal "https://localhost:27001/dev/assets/a.css", at("/dev", Page.new, "a.css", protocol: :request)
    assert_equal "https://localhost:27001/dev/assets/a.css", at("/dev", Page.new(host: "https://localhost:27001"))
  end

  def test_the_apps_asset_host_knows_nothing_of_a_stage
    ["https://cdn.example.com", "//cdn.example.com", "https://localhost:270011"].each do |host|
      assert_equal "#{host}/assets/a.css", at("/dev", Page.new(host: host))
      assert_equal "#{host}/assets/a.css", at("/dev", View.new(host: host))
    end
  end

  def test_what_is_an_address_already_stays
    ["https://localhost:27001/x.png", "//example.com/x.png", "data://x"].each do |source|
      assert_equal source, at("/dev", Page.new, source)
    end
  end

  def test_the_prefix_comes_once
    assert_equal "/dev/posts/1/image", at("/dev", Page.new, "/dev/posts/1/image")
    assert_equal "/dev/device.png", at("/dev", Page.new, "/device.png")
    assert_equal "/dev/assets/a.css", at("/dev", Page.new(root: "/dev"))
  end

  # What Importmap::Map does: the first answer of a key is kept.
  class Map
    def initialize
      @cache = {}
    end

    def to_json(resolver:, cache_key: :json)
      @cache[cache_key.to_s] ||= resolver.path_to_asset("a.js")
    end

    def preloaded_module_paths(resolver:, cache_key: :preloaded_module_paths)
      preloaded_module_packages(resolver: resolver, cache_key: cache_key)
    end

    def preloaded_module_packages(resolver:, entry_point: "application", cache_key: :preloaded_module_packages)
      @cache[cache_key.to_s] ||= [entry_point, resolver.path_to_asset("a.js")]
    end

    prepend Megamode::Importmap
  end

  def test_the_import_map_is_kept_once_a_prefix
    map = Map.new
    ["/dev", "", "/dev", ""].each do |prefix|
      Megamode.prefix = prefix
      assert_equal "#{prefix}/assets/a.js", map.to_json(resolver: Page.new)
      assert_equal ["application", "#{prefix}/assets/a.js"], map.preloaded_module_paths(resolver: Page.new)
      assert_equal ["admin", "#{prefix}/assets/a.js"],
                   map.preloaded_module_packages(resolver: Page.new, entry_point: "admin", cache_key: "admin")
    end
  end
end
