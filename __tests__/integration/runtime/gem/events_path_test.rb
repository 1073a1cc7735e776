# frozen_string_literal: true

require "minitest/autorun"
require "megamode/front_door"
require "megamode/middleware"

class EventsPathTest < Minitest::Test
  SECRET = "s3cret"
  EVENT = { "HTTP_X_MEGAMODE_SECRET" => SECRET, "HTTP_X_MEGAMODE_EVENT" => "aws:sqs" }.freeze
  CLIENT = { "HTTP_X_MEGAMODE_SECRET" => SECRET, "HTTP_X_MEGAMODE_PREFIX" => "/dev" }.freeze

  def setup
    @written = []
    Megamode.prefix = Megamode.host = Megamode.forwarded_host = nil
  end

  def write(text)
    @written << text
  end

  # Returns what the app saw (nil if it saw nothing), and the answer.
  def ask(path, headers, events_path: "/hooks/events", **changes)
    seen = nil
    app = lambda { |env| seen = env.dup; [200, {}, ["ok"]] }
    env = { "REQUEST_METHOD" => "POST", "SCRIPT_NAME" => "", "PATH_INFO" => path, "HTTP_X_REQUEST_ID" => "id-1" }
    answer = Megamode::Middleware.new(app, secret: SECRET, output: self, events_path: events_path)
                                 .call(env.merge(changes.transform_keys(&:to_s)).merge(headers))
    [seen, answer]
  end

  def test_an_event_reaches_the_app_which_can_tell_it_from_a_clients_request
    seen, (status,) = ask("/hooks/events", EVENT)
    assert_equal ["aws:sqs", "/hooks/events", 200], [seen["megamode.event"], seen["PATH_INFO"], status]
    assert_empty seen.keys.grep(/MEGAMODE/)
  end

  # Each is read as the events path by some router, mounted app, middleware or server.
  WRITTEN = %w[
    /hooks/events /hooks/events/ /hooks/events// //hooks/events /hooks//events hooks/events /hooks/%65vents
    /%68ooks/events /hooks%2Fevents /hooks%2fevents /hooks/%2565vents /hooks/%252565vents /HOOKS/Events
    /hooks/events.json /hooks/events.json/ /hooks/events. /hooks/events;a=1 /hooks;a=1/events /hooks/events%3Fa
    /hooks/events%23a /hooks/events/1 /hooks/events/../x /./hooks/events /hooks/./events /hooks/events/. /x/../hooks/events
    /%2e%2e/hooks/events /hooks/x/%2E./events /hooks\\events /hooks%5Cevents \\hooks\\events /hooks/events%0a /hooks/events%00
    /hooks/events%20 /hooks/%09events /hooks/events%2Ejson /hooks/events%2F..%2Fx /hooks/events/%ff
  ].push("/hooks/events\n", "/hooks/events \n").freeze

  def test_a_client_reaches_nothing_there_however_it_writes_the_path
    WRITTEN.each do |path|
      seen, (status, headers, body) = ask(path, CLIENT)
      assert_nil seen, path.inspect
      assert_equal [404, "text/plain", ["Not Found\n"]], [status, headers["content-type"], body.to_ary], path.inspect
    end
    assert_equal ["\u001emegamode-end s3cret id-1\n"], @written.uniq
  end

  def test_a_client_has_no_header_method_or_secret_that_opens_it
    forged = { "HTTP_X_MEGAMODE_EVENT" => "aws:sqs" }
    [{}, forged, forged.merge("HTTP_X_MEGAMODE_SECRET" => "wrong!"), forged.merge("HTTP_X_MEGAMODE_SECRET" => ""),
     CLIENT, CLIENT.merge("megamode.event" => nil), CLIENT.merge("HTTP_X_HTTP_METHOD_OVERRIDE" => "POST")].each do |headers|
      %w[POST GET HEAD PUT PROPFIND].each do |method|
        seen, (status,) = ask("/hooks/events", headers, REQUEST_METHOD: method)
        assert_equal [nil, 404], [seen, status], [headers, method].inspect
      end
    end
  end

  def test_what_only_looks_like_it_is_the_apps
    %w[/ /hooks /hooks/ /hooks/eventsx /hooks/xevents /x/hooks/events /events /hooks-events /hooks/even /hooksevents /hooks/events%].each do |path|
      [CLIENT, {}].each { |headers| assert_equal path, ask(path, headers).first&.fetch("PATH_INFO"), path }
    end
    assert_equal "/v1.2", ask("/v1.2", CLIENT, events_path: "/v1x2").first["PATH_INFO"]
  end

  def test_an_app_that_takes_no_events_has_all_its_paths
    [nil, ""].each { |none| assert ask("/events", CLIENT, events_path: none).first }
  end

  def test_the_function_s_environment_names_the_path
    ENV["MEGAMODE_EVENTS_PATH"] = "/queue"
    app = ->(_) { [200, {}, []] }
    assert_equal 404, Megamode::Middleware.new(app, secret: SECRET, output: self).call({ "PATH_INFO" => "/queue" })[0]
  ensure
    ENV.delete("MEGAMODE_EVENTS_PATH")
  end

  # A client chooses its host behind some front doors, and the next mail's links would lead there.
  def test_links_in_an_event_are_those_of_a_process_without_a_request
    ENV.update("MEGAMODE_PROXY_SECRET" => SECRET, "MEGAMODE_STAGE" => "production")
    2.times do
      seen, = ask("/hooks/events", EVENT.merge("HTTP_HOST" => "localhost", "HTTP_X_FORWARDED_HOST" => "localhost"))
      assert_equal ["/production", nil, nil], [seen["SCRIPT_NAME"], Megamode.host, Megamode.forwarded_host]
      assert Megamode::FrontDoor::Host === "localhost"
      ask("/", CLIENT.merge("HTTP_HOST" => "evil.example", "HTTP_X_FORWARDED_HOST" => "evil.example"))
      assert_equal ["/dev", "evil.example"], [Megamode.prefix, Megamode.host]
      refute Megamode::FrontDoor::Host === "localhost"
    end
    ENV["MEGAMODE_PUBLIC_URL"] = "https://www.example.com/shop"
    seen, = ask("/hooks/events", EVENT)
    assert_equal ["/shop", "www.example.com"], [seen["SCRIPT_NAME"], Megamode.host]
  ensure
    %w[MEGAMODE_PROXY_SECRET MEGAMODE_STAGE MEGAMODE_PUBLIC_URL].each { |name| ENV.delete(name) }
  end
end
