# frozen_string_literal: true

# Starts a rack server and asks it for a path: serve.rb PATH COMMAND... Prints what it found, as JSON.
require "json"
require "socket"

SOCKET = "/tmp/mm/run/server.sock"
path, *command = ARGV
log = "/tmp/server.log"
server = spawn(*command, out: log, err: %i[child out])
begin
  sleep 0.05 until File.socket?(SOCKET) || Process.wait(server, Process::WNOHANG)
  connection = UNIXSocket.new(SOCKET)
  connection.write("GET #{path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n")
  answer = connection.read
  found = { status: answer[/\AHTTP\S+ (\d+)/, 1].to_i, body: answer.split("\r\n\r\n", 2).last, maps: File.read("/proc/#{server}/maps") }
  Process.kill(:TERM, server)
rescue SystemCallError => error
  found = { status: 0, body: error.message, maps: "" }
end
puts JSON.generate(found.transform_values { |value| value.is_a?(String) ? value.dup.force_encoding("UTF-8").scrub : value }.merge(log: File.read(log)))
