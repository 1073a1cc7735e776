# frozen_string_literal: true

# A program: `serve_falcon.rb SOCKET RACKUP`. Runs Falcon in one process on a Unix socket. Falcon's own command
# listens on TCP, and before the app is loaded. As there, nothing is cached unless the app does it.
require "rack"
require "falcon"
require "async"
require "async/http/endpoint"

socket, rackup = ARGV
app, = Rack::Builder.parse_file(rackup)
unix = begin
  require "io/endpoint/unix_endpoint"
  IO::Endpoint.unix(socket)
rescue LoadError
  require "async/io/unix_endpoint" # Before async-http 0.67
  Async::IO::Endpoint.unix(socket)
end
endpoint = Async::HTTP::Endpoint.parse("http://localhost", unix, protocol: Async::HTTP::Protocol::HTTP11)
trap("TERM") { exit }
Async { Falcon::Server.new(Falcon::Server.middleware(app, cache: false), endpoint).run }
