# frozen_string_literal: true

require "fileutils"
require "minitest/autorun"
require "tmpdir"
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

  FOREVER = "public, max-age=31536000, immutable"
  HOUR = "public, max-age=3600"

  def setup
    @public = Dir.mktmpdir
  end

  def teardown
    FileUtils.rm_r(@public)
  end

  # +file+: where the answer's file lies below public/; none if a controller answers.
  def headers(path, file: path, status: 200, method: "GET", headers: { "Cache-Control" => HOUR })
    unless file.nil?
      FileUtils.mkdir_p(File.dirname("#{@public}#{file}"))
      File.write("#{@public}#{file}", "")
    end
    app = ->(_) { [status, headers.freeze, []] }
    env = { "PATH_INFO" => path, "REQUEST_METHOD" => method }
    Megamode::ImmutableAssets.new(app, "/assets", @public).call(env)[1]
  end

  def cache_control(path, **others)
    found = headers(path, **others).select { |name, _| name.casecmp?("cache-control") }
    assert_operator found.size, :<=, 1
    found.values.first
  end

  def test_a_file_with_a_digest_never_changes
    ["/assets/application-#{SHA256}.css", "/assets/deep/a.js-#{SHA256}.map", "/assets/a-0123abcd.js",
     "/assets/app-AbC1_23.digested.js", "/assets/@hotwired--turbo-0123abcd.js"].each do |path|
      assert_equal FOREVER, cache_control(path), path
      assert_equal FOREVER, cache_control(path, method: "HEAD"), path
      assert_equal FOREVER, cache_control(path, status: 206), path
      assert_equal FOREVER, cache_control(path, status: 304, headers: {}), path
    end
    assert_equal FOREVER, cache_control("/assets/%40a%C3%A9-0123abcd.js", file: "/assets/@a\u00e9-0123abcd.js")
  end

  def test_any_other_file_says_what_the_app_says
    ["/icon.png", "/assets/application.css", "/assets/post-card.css", "/assets/a-2024.png", "/robots.txt",
     "/other/a-#{SHA256}.css", "/assets-#{SHA256}.css", "/assets/a-0123abcd/x"].each do |path|
      assert_equal HOUR, cache_control(path), path
      assert_nil cache_control(path, headers: {}), path
    end
    assert_equal HOUR, cache_control("/assets/a-#{SHA256}.css", status: 404)
    assert_equal HOUR, cache_control("/assets/a-#{SHA256}.css", method: "POST")
  end

  def test_a_page_of_a_controller_is_no_file_whatever_its_path_looks_like
    Dir.mkdir("#{@public}/assets")
    File.write("#{@public}/x-0123abcd.css", "")
    ["/assets/report-0123abcd.pdf", "/assets/%00-0123abcd.css", "/assets/../x-0123abcd.css",
     "/assets/%2e%2e/x-0123abcd.css", "/assets/%zz-0123abcd.css"].each do |path|
      given = headers(path, file: nil, headers: { "cache-control" => HOUR, "set-cookie" => "s=1" })
      assert_equal({ "cache-control" => HOUR, "set-cookie" => "s=1" }, given, path)
    end
  end

  def test_an_answer_for_everybody_carries_nobodys_cookie
    {
      { "Set-Cookie" => "s=1", "Vary" => "Cookie" } => {},
      { "set-cookie" => %w[s=1 t=2], "vary" => "accept-encoding, COOKIE,Origin" } => { "vary" => "accept-encoding, Origin" },
      { "vary" => %w[Cookie Accept] } => { "vary" => "Accept" },
      { "vary" => "*" } => { "vary" => "*" },
      { "etag" => "x", "vary" => "Accept-Encoding" } => { "etag" => "x", "vary" => "Accept-Encoding" },
    }.each do |given, expected|
      assert_equal expected.merge("cache-control" => FOREVER), headers("/assets/a-0123abcd.js", headers: given)
    end
  end

  def test_an_answer_that_the_app_keeps_from_caches_stays_as_it_is
    ["private, max-age=0", "no-store", "Private", "max-age=0, No-Store"].each do |own|
      given = { "cache-control" => own, "set-cookie" => "s=1", "vary" => "Cookie" }
      assert_equal given, headers("/assets/a-0123abcd.js", headers: given)
    end
  end
end
