# frozen_string_literal: true

# Other ways from an event to a Rack app, each with JSON both ways: `other-ways.rb 2018 PORT` and `other-ways.rb lamby`.
# Reads numbers of requests, one a line, and writes their milliseconds as a line of JSON to descriptor 3.
require "json"

EVENT = File.read(ENV.fetch("EVENT_FILE"))
ANSWERS = IO.for_fd(3).tap { |io| io.sync = true }

# Jets' Mega Mode: a new TCP connection for each request.
def way2018(port)
  require "net/http"
  lambda do |text|
    event = JSON.parse(text)
    headers = event["multiValueHeaders"].transform_values(&:first)
    request = Net::HTTP.const_get(event["httpMethod"].capitalize).new(event["path"], headers)
    response = Net::HTTP.start("127.0.0.1", port) { |http| http.request(request) }
    JSON.generate(
      statusCode: response.code.to_i, headers: response.each_header.to_h, body: response.body, isBase64Encoded: false,
    )
  end
end

def lamby
  require "rack"
  require "stringio" # Lamby takes it for loaded.
  require "lamby"
  app, = Rack::Builder.parse_file(File.expand_path("config.ru", __dir__))
  context = Struct.new(:aws_request_id).new("bench")
  ->(text) { JSON.generate(Lamby.handler(app, JSON.parse(text), context, rack: :rest)) }
end

way = ARGV[0] == "lamby" ? lamby : way2018(Integer(ARGV[1]))
now = -> { Process.clock_gettime(Process::CLOCK_MONOTONIC, :float_millisecond) }
STDIN.each_line do |line|
  times = Array.new(Integer(line)) do
    began = now.call
    result = way.call(EVENT)
    raise "no answer: #{result}" unless result.include?("Hello")

    now.call - began
  end
  ANSWERS.puts JSON.generate(times)
end
