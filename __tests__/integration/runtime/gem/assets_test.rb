# frozen_string_literal: true

require "minitest/autorun"
require "megamode/immutable_assets"
require "megamode/relative_urls"

class AssetsTest < Minitest::Test
  CSS = {
    ["/assets/application", "a{b:url(/assets/x-1.svg)}"] => "a{b:url(../assets/x-1.svg)}",
    ["/assets/admin/base.css", 'url("/assets/x.svg") url( \'/y.png\' )'] =>
      'url("../../assets/x.svg") url( \'../../y.png\' )',
    ["assets/application", "url(/fonts/a.woff2?#iefix)"] => "url(../fonts/a.woff2?#iefix)",
    ["/base.css", "url(/x.png)"] => "url(x.png)",
    ["/assets/a", "url(//cdn.example.com/x) url(https://h/x) url(data:image/png;base64,/x) url(x.png) url(#a)"] =>
      "url(//cdn.example.com/x) url(https://h/x) url(data:image/png;base64,/x) url(x.png) url(#a)",
    ["/assets/a", "/*# sourceMappingURL=/assets/a.css-1.map */"] => "/*# sourceMappingURL=../assets/a.css-1.map */",
    ["/assets/a", "curl(/x)"] => "curl(/x)",
  }.freeze

  def test_a_stylesheet_names_files_relative_to_itself
    CSS.each do |(path, text), expected|
      assert_equal expected, Megamode::RelativeUrls.relative(text, "text/css", path)
    end
  end

  def test_a_path_in_a_script_is_relative_to_the_page_and_stays
    text = "s = 'url(/assets/x.svg)'\n//# sourceMappingURL=/assets/a.js.map"
    ["text/javascript", "application/javascript"].each do |type|
      assert_equal text.sub("URL=/", "URL=../"), Megamode::RelativeUrls.relative(text, type, "/assets/a")
    end
  end

  def test_an_app_without_a_pipeline_that_we_know_is_left_alone
    assert_nil Megamode::RelativeUrls.install(Object.new)
  end

  SHA256 = "0f" * 32

  def cache_control(path, status: 200, headers: { "Cache-Control" => "public, max-age=3600" })
    app = ->(_) { [status, headers.freeze, []] }
    _, given, = Megamode::ImmutableAssets.new(app, "/assets").call("PATH_INFO" => path)
    found = given.select { |name, _| name.casecmp?("cache-control") }
    assert_operator found.size, :<=, 1
    found.values.first
  end

  def test_a_file_with_a_digest_never_changes
    forever = "public, max-age=31536000, immutable"
    ["/assets/application-#{SHA256}.css", "/assets/deep/a.js-#{SHA256}.map", "/assets/a-0123abcd.js",
     "/assets/app-AbC1_23.digested.js"].each do |path|
      assert_equal forever, cache_control(path), path
      assert_equal forever, cache_control(path, status: 304, headers: {}), path
    end
  end

  def test_any_other_file_says_what_the_app_says
    ["/icon.png", "/assets/application.css", "/assets/post-card.css", "/assets/a-2024.png", "/robots.txt",
     "/other/a-#{SHA256}.css", "/assets-#{SHA256}.css", "/assets/a-0123abcd/x"].each do |path|
      assert_equal "public, max-age=3600", cache_control(path), path
      assert_nil cache_control(path, headers: {}), path
    end
    assert_equal "public, max-age=3600", cache_control("/assets/a-#{SHA256}.css", status: 404)
  end
end
