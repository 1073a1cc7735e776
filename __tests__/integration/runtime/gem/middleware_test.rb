# frozen_string_literal: true

require "minitest/autorun"
require "megamode/middleware"

class MiddlewareTest < Minitest::Test
  SECRET = "s3cret"
  MARKER = "\u001emegamode-end s3cret id-1\n"

  # Remembers each call of write: one a system call.
  class Output
    attr_reader :writes

    def initialize
      @writes = []
    end

    def write(text)
      @writes << text
    end
  end

  class Closing
    attr_reader :closed

    def initialize
      @closed = 0
    end

    def each
      yield "a"
      yield "b"
    end

    def close
      @closed += 1
    end
  end

  class Streaming
    def call(stream)
      stream << "x"
    end
  end

  class Filed < Closing
    def to_path
      "/etc/hostname"
    end
  end

  def setup
    @output = Output.new
  end

  def request(headers = {}, body: ["ok"], &app)
    seen = nil
    app ||= ->(env) { seen = env; [200, {}, body] }
    env = { "SCRIPT_NAME" => "", "PATH_INFO" => "/posts", "REQUEST_PATH" => "/posts",
            "REQUEST_URI" => "/posts?a=1", "HTTP_X_REQUEST_ID" => "id-1" }.merge(headers)
    status, @headers, body = Megamode::Middleware.new(app, secret: SECRET, output: @output).call(env)
    @log = @headers["x-megamode-log"]
    [seen, [status, @headers.reject { |name,| name == "x-megamode-log" }, body]]
  end

  def trusted(prefix = "/dev")
    { "HTTP_X_MEGAMODE_SECRET" => SECRET, "HTTP_X_MEGAMODE_PREFIX" => prefix }
  end

  def test_the_prefix_becomes_the_script_name_and_the_path_stays
    env, = request(trusted)
    assert_equal ["/dev", "/posts"], env.values_at("SCRIPT_NAME", "PATH_INFO")
    assert_equal ["/dev/posts", "/dev/posts?a=1"], env.values_at("REQUEST_PATH", "REQUEST_URI")
  end

  def test_our_headers_never_reach_the_app
    [trusted, trusted.merge("HTTP_X_MEGAMODE_SECRET" => "wrong!")].each do |headers|
      env, = request(headers)
      assert_empty(env.keys.grep(/MEGAMODE/))
    end
  end

  def test_a_client_that_knows_no_secret_sets_no_prefix_and_gets_no_marker
    ["", "wrong!", "s3cre", nil].each do |secret|
      env, (_, _, body) = request({ "HTTP_X_MEGAMODE_PREFIX" => "/evil", "HTTP_X_MEGAMODE_SECRET" => secret })
      assert_equal "", env["SCRIPT_NAME"]
      body.close if body.respond_to?(:close)
    end
    assert_empty @output.writes
  end

  def test_no_secret_in_the_environment_trusts_nobody
    app = ->(env) { [200, {}, [env["SCRIPT_NAME"]]] }
    env = { "SCRIPT_NAME" => "", "HTTP_X_MEGAMODE_PREFIX" => "/x", "HTTP_X_MEGAMODE_SECRET" => "" }
    assert_equal [""], Megamode::Middleware.new(app, secret: nil, output: @output).call(env)[2]
  end

  def test_an_empty_prefix_leaves_the_paths_alone
    env, = request(trusted(""))
    assert_equal ["", "/posts", "/posts?a=1"], env.values_at("SCRIPT_NAME", "PATH_INFO", "REQUEST_URI")
  end

  def test_a_prefix_that_could_name_another_host_or_nothing_is_none
    ["//evil.example", "//", "/", "/a//b", "/a/", "a", "evil.example/a", "/a\n//b/"].each do |prefix|
      env, (_, headers,) = request(trusted(prefix)) { |seen| [200, { "location" => seen["SCRIPT_NAME"], "set-cookie" => "a=1; path=/" }, []] }
      assert_nil env
      assert_equal ["", "a=1; path=/"], headers.values_at("location", "set-cookie"), prefix
      assert_equal "", Megamode.prefix
    end
    env, = request(trusted("/a/b.c"))
    assert_equal "/a/b.c", env["SCRIPT_NAME"]
  end

  def test_each_request_says_anew_what_it_was_sent_below
    assert_equal ["/dev", ""], ["/dev", ""].map { |prefix| request(trusted(prefix)) && Megamode.prefix }
  ensure
    Megamode.prefix = ""
  end

  def cookies(name, value, prefix: "/dev")
    _, (_, headers,) = request(trusted(prefix)) { [200, { name => value }.freeze, []] }
    headers
  end

  def test_a_cookie_of_the_whole_host_is_one_of_the_stage
    assert_equal({ "set-cookie" => "s=1; path=/dev; httponly" }, cookies("set-cookie", "s=1; path=/; httponly"))
    assert_equal({ "Set-Cookie" => "a=1; Path=/dev\nb=/; path=/dev" }, cookies("Set-Cookie", "a=1; Path=/\nb=/; path=/"))
    assert_equal({ "set-cookie" => ["a=1; path=/dev", "b=path=/"] }, cookies("set-cookie", ["a=1; path=/", "b=path=/"]))
  end

  # What a browser would do with the cookie decides: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis
  COOKIES = {
    "s=1; path=/" => "s=1; path=/dev",
    "s=1; Path = / ; Secure" => "s=1; Path = /dev; Secure",
    "s=1;PATH=/;httponly" => "s=1;PATH=/dev;httponly",
    "__Secure-s=1; path=/; secure" => "__Secure-s=1; path=/dev; secure",
    "s=1; path=/admin" => "s=1; path=/dev/admin",
    "s=1; path=/devices" => "s=1; path=/dev/devices",
    "s=1; path=/; path=/" => "s=1; path=/dev; path=/dev", # The last one counts.
    "s=; path=/; max-age=0; expires=Thu, 01 Jan 1970 00:00:00 GMT" =>
      "s=; path=/dev; max-age=0; expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "s=1; domain=; path=/" => "s=1; domain=; path=/dev",
    "my__Host-s=1; path=/" => "my__Host-s=1; path=/dev",
    "s=__Host-x; path=/" => "s=__Host-x; path=/dev",
  }.freeze
  # Below the stage already; for more than the app; of the request's own folder; no path to a browser; dropped by
  # browsers if its path were another than the root.
  COOKIES_THAT_STAY = [
    "s=1; path=/dev", "s=1; path=/dev/admin", "s=1; domain=example.com; path=/", "s=1; path=/; Domain=.example.com",
    "s=1", "s=1; secure", "s=1; path=", 's=1; path="/"', "s=path=/", "__Host-s=1; Path=/; Secure",
    "__host-s=1; path=/; secure", "__HOST-s=1; path=/; secure", " __Host-s=1; path=/; secure",
    "__Host-Http-s=1; path=/; secure; httponly",
  ].freeze

  def test_a_cookies_path_is_below_the_stages
    COOKIES.merge(COOKIES_THAT_STAY.to_h { |cookie| [cookie, cookie] }).each do |cookie, expected|
      assert_equal({ "set-cookie" => expected }, cookies("set-cookie", cookie))
      assert_equal({ "set-cookie" => cookie }, cookies("set-cookie", cookie, prefix: ""))
    end
  end

  def test_each_of_several_cookies_is_looked_at
    all = COOKIES.merge(COOKIES_THAT_STAY.to_h { |cookie| [cookie, cookie] })
    assert_equal({ "set-cookie" => all.values }, cookies("set-cookie", all.keys))
    assert_equal({ "Set-Cookie" => all.values.join("\n") }, cookies("Set-Cookie", all.keys.join("\n")))
  end

  def location(value, prefix: "/dev", stage: "dev", public_url: nil, env: {})
    given = { "MEGAMODE_STAGE" => stage, "MEGAMODE_PUBLIC_URL" => public_url }
    before = given.keys.to_h { |name| [name, ENV.fetch(name, nil)] }
    ENV.update(given)
    _, (_, headers,) = request({ "HTTP_HOST" => "h.example" }.merge(trusted(prefix), env)) do
      [302, { "Location" => value }.freeze, []]
    end
    headers["Location"]
  ensure
    ENV.update(before)
    Megamode.prefix = ""
    Megamode.host = nil
  end

  def test_a_redirect_to_a_path_that_is_written_out_stays_below_the_stage
    {
      "/login" => "/dev/login", "/" => "/dev/", "/?a=1" => "/dev/?a=1", "/devices" => "/dev/devices",
      "https://h.example/login?a=/dev/" => "https://h.example/dev/login?a=/dev/", "//h.example/x" => "//h.example/dev/x",
      "https://h.example" => "https://h.example/dev", "https://H.example:443/x" => "https://H.example:443/dev/x",
      "http://h.example:80/x" => "http://h.example:80/dev/x",
    }.each { |given, expected| assert_equal expected, location(given) }
  end

  def test_a_redirect_to_elsewhere_or_by_a_helper_stays
    ["/dev", "/dev/login", "/dev?a=1", "/dev#a", "https://h.example/dev/login", "https://h.example/dev", "login", "?a=1",
     "../x", "", "https://other.example/login", "//other.example/login", "https://h.example:8443/x",
     "https://h.example@other.example/x", "https://h.example.other.example/x", "mailto:a@h.example", "myapp://h.example/x"]
      .each { |given| assert_equal given, location(given) }
    ["/login", "https://h.example/login"].each { |given| assert_equal given, location(given, prefix: "") }
  end

  def test_headers_with_bytes_that_are_no_text_are_an_answer_too
    { "https://h.example/\xFF" => "https://h.example/dev/\xFF", "/\xFF" => "/dev/\xFF",
      "https://other.example/\xFF" => "https://other.example/\xFF" }.each do |given, expected|
      assert_equal expected, location(given)
    end
    assert_equal({ "x" => "1" }, shared({ "x" => "1" }, path: "/\xFF"))
    assert_equal({ "Set-Cookie" => "a=\xFF; path=/dev\nb=" }, cookies("Set-Cookie", "a=\xFF; path=/\nb="))
  end

  # Below a path of a domain there may be other apps; a path alone is always this one's.
  def test_a_redirect_below_a_path_of_a_domain
    { "/login" => "/shop/login", "https://h.example/login" => "https://h.example/login" }.each do |given, expected|
      assert_equal expected, location(given, prefix: "/shop", public_url: "https://h.example/shop")
      assert_equal expected, location(given, prefix: "/shop")
    end
  end

  def test_a_redirect_to_the_host_that_a_cdn_names
    env = { "HTTP_X_FORWARDED_HOST" => "www.example" }
    assert_equal "https://www.example/dev/x", location("https://www.example/x", env: env)
  end

  FOREVER = "public, max-age=31536000, immutable"

  # What a session's middleware in config.ru would add.
  def shared(headers, path: "/assets/a-0123abcd.js", method: "GET", status: 200)
    env = { "PATH_INFO" => path, "REQUEST_METHOD" => method }
    _, (_, given,) = request(trusted.merge(env)) { |seen| seen["PATH_INFO"] = "/x"; [status, headers.freeze, []] }
    given
  end

  def test_what_a_cdn_may_keep_for_everybody_carries_nobodys_cookie
    headers = { "cache-control" => FOREVER, "vary" => "Accept-Encoding, Cookie", "x" => "1" }
    [["Set-Cookie", "s=1"], ["set-cookie", ["s=1", "t=2"]]].each do |name, value|
      [{}, { method: "HEAD" }, { status: 304 }].each do |others|
        given = shared(headers.merge(name => value), **others)
        assert_equal({ "cache-control" => FOREVER, "vary" => "Accept-Encoding", "x" => "1" }, given)
      end
    end
  end

  def test_any_other_answer_keeps_its_cookies
    headers = { "cache-control" => FOREVER, "set-cookie" => "s=1", "vary" => "Cookie" }
    [{ path: "/posts" }, { method: "POST" }, { status: 404 }].each do |others|
      assert_equal headers, shared(headers, **others)
    end
    ["private", "public, max-age=31536000", nil].each do |value|
      own = headers.merge("cache-control" => value).compact
      assert_equal own, shared(own)
    end
  end

  def test_the_host_that_a_cdn_names_is_the_apps_own
    request(trusted.merge("HTTP_HOST" => "a.example", "HTTP_X_FORWARDED_HOST" => "www.example"))
    own = %w[a.example https://a.example:443 WWW.example other.example].map { |host| Megamode.own_host?(host) }
    assert_equal [true, true, true, false], own
  ensure
    Megamode.host = Megamode.forwarded_host = nil
  end

  def test_without_a_request_the_prefix_is_that_of_the_stages_url
    code = "require 'megamode/runtime'; print Megamode.prefix"
    {
      { "MEGAMODE_STAGE" => "dev" } => "/dev",
      { "MEGAMODE_STAGE" => "dev", "MEGAMODE_PUBLIC_URL" => "https://www.example.com" } => "",
      { "MEGAMODE_STAGE" => "dev", "MEGAMODE_PUBLIC_URL" => "https://www.example.com/shop" } => "/shop",
      { "MEGAMODE_STAGE" => "dev", "MEGAMODE_PROXY_SECRET" => nil } => "",
    }.each do |env, expected|
      nothing = { "MEGAMODE_STAGE" => nil, "MEGAMODE_PUBLIC_URL" => nil, "MEGAMODE_PROXY_SECRET" => "s" }
      lib = File.expand_path("../../../../runtime/gem/lib", __dir__)
      assert_equal expected, IO.popen([nothing.merge(env), RbConfig.ruby, "-I#{lib}", "-e", code], &:read)
    end
  end

  def test_the_client_is_whom_the_proxy_names_last
    {
      "203.0.113.9" => "203.0.113.9",
      "1.2.3.4, 203.0.113.9" => "203.0.113.9",
      "1.2.3.4,2001:db8::1 " => "2001:db8::1",
      "1.2.3.4, test-invoke-source-ip" => "127.0.0.1",
      "1.2.3.4, 1.2.3" => "127.0.0.1",
      "" => "127.0.0.1",
    }.each do |forwarded, address|
      env, = request(trusted.merge("REMOTE_ADDR" => "127.0.0.1", "HTTP_X_FORWARDED_FOR" => forwarded))
      assert_equal address, env["REMOTE_ADDR"], forwarded
    end
    [{ "HTTP_X_FORWARDED_FOR" => "1.1.1.1" }, trusted].each do |headers|
      env, = request({ "REMOTE_ADDR" => "127.0.0.1" }.merge(headers))
      assert_equal "127.0.0.1", env["REMOTE_ADDR"]
    end
  end

  def test_the_host_is_known_of_the_proxys_requests_only
    request(trusted.merge("HTTP_HOST" => "a.example"))
    request({ "HTTP_HOST" => "b.example" })
    assert_equal "a.example", Megamode.host
  ensure
    Megamode.host = nil
  end

  def test_an_absolute_request_uri_stays
    env, = request(trusted.merge("REQUEST_URI" => "http://h/posts"))
    assert_equal "http://h/posts", env["REQUEST_URI"]
  end

  def test_the_marker_comes_in_one_write_after_the_body_is_closed
    inner = Closing.new
    _, (_, _, body) = request(trusted, body: inner)
    parts = []
    body.each { |part| parts << part }
    assert_equal %w[a b], parts
    assert_empty @output.writes
    body.close
    body.close
    assert_equal [MARKER], @output.writes
    assert_equal 1, inner.closed
  end

  def test_a_body_that_was_never_read_is_marked_when_it_is_closed
    _, (_, _, body) = request(trusted, body: Closing.new)
    body.close
    assert_equal [MARKER], @output.writes
  end

  def test_a_streaming_body_is_marked_when_its_call_returns_and_only_once
    _, (_, _, body) = request(trusted, body: Streaming.new)
    assert_respond_to body, :call
    refute_respond_to body, :each
    stream = +""
    body.call(stream)
    body.close
    assert_equal "x", stream
    assert_equal [MARKER], @output.writes
  end

  def test_a_body_answers_to_what_the_apps_body_answers_to
    _, (_, _, body) = request(trusted, body: Filed.new)
    assert_equal "/etc/hostname", body.to_path
    refute_respond_to body, :to_ary
    _, (_, _, array) = request(trusted, body: ["a"])
    refute_respond_to array, :to_path
    refute_respond_to array, :to_str
    refute_respond_to array, :call
  end

  # Rails' bodies are such: everything of the request is logged when the server gets the answer.
  def test_a_body_that_is_there_as_a_whole_is_closed_before_the_answer_and_needs_no_mark
    inner = Closing.new
    def inner.to_ary = to_enum.to_a
    _, (_, _, body) = request(trusted, body: inner)
    assert_equal [%w[a b], 1], [body, inner.closed]
    assert_empty @output.writes
    assert_equal "0", @log
  end

  # Rails' bodies before 7.1: to close one that streams would break it off.
  def test_a_body_that_gives_no_array_is_not_closed_by_being_asked
    inner = Closing.new
    def inner.to_ary = nil
    _, (_, _, body) = request(trusted, body: inner)
    assert_nil body.to_ary
    assert_equal [0, "1", %w[a b]], [inner.closed, @log, body.to_enum.to_a]
    body.close
    assert_equal [1, [MARKER]], [inner.closed, @output.writes]
  end

  def test_a_body_that_raises_when_it_is_asked_is_closed
    inner = Closing.new
    def inner.to_ary = raise("no")
    assert_raises(RuntimeError) { request(trusted, body: inner) }
    assert_equal 1, inner.closed
  end

  def test_a_file_is_left_to_the_server_whatever_else_it_gives
    inner = Filed.new
    def inner.to_ary = raise("not to be asked")
    _, (_, _, body) = request(trusted, body: inner)
    assert_equal ["/etc/hostname", 0, "1"], [body.to_path, inner.closed, @log]
  end

  # The server prints the error after that, and it belongs to the request.
  def test_an_app_that_raises_leaves_the_end_to_the_server
    error = assert_raises(RuntimeError) { request(trusted) { raise "no" } }
    assert_equal "no", error.message
    assert_empty @output.writes
  end

  def test_an_answer_says_that_its_end_will_be_marked_and_the_apps_own_word_does_not_count
    [{}.freeze, { "x-megamode-log" => "2" }].each do |headers|
      request(trusted) { [200, headers, Closing.new] }
      assert_equal({ "x-megamode-log" => "1" }, @headers)
      request(trusted) { [200, headers, []] }
      assert_equal({ "x-megamode-log" => "0" }, @headers)
    end
    request { [200, {}, []] }
    assert_empty @headers
  end

  def test_a_body_whose_close_raises_is_marked_too
    inner = Closing.new
    def inner.close = raise("no")
    _, (_, _, body) = request(trusted, body: inner)
    assert_raises(RuntimeError) { body.close }
    assert_equal [MARKER], @output.writes
  end

  def test_a_closed_log_does_not_fail_the_response
    def @output.write(_) = raise(Errno::EPIPE)
    _, (_, _, body) = request(trusted, body: Closing.new)
    assert_equal 1, body.close
  end
end
