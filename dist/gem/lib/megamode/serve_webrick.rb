# frozen_string_literal: true

# Run as a program: `serve_webrick.rb SOCKET RACKUP`. WEBrick, which has no option for it, on a Unix socket.
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
# A line of its own for each request would be one more beside the proxy's.
handler.run(app, DoNotListen: true, AccessLog: []) do |server|
  server.listeners << UNIXServer.new(socket)
  trap("TERM") { server.shutdown }
end
