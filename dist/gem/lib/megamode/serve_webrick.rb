# frozen_string_literal: true

# A program: `serve_webrick.rb SOCKET RACKUP`. Runs WEBrick on a Unix socket, for which it has no option.
require "socket"
require "rack"
begin
  require "rackup/handler/webrick"
rescue LoadError
  require "rack/handler/webrick" # Rack 2
end

socket, rackup = ARGV
app, = Rack::Builder.parse_file(rackup)
handler = defined?(Rackup::Handler::WEBrick) ? Rackup::Handler::WEBrick : Rack::Handler::WEBrick
# WEBrick's own line for each request would repeat the proxy's.
handler.run(app, DoNotListen: true, AccessLog: []) do |server|
  server.listeners << UNIXServer.new(socket)
  trap("TERM") { server.shutdown }
end
