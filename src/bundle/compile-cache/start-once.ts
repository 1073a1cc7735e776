import { Header, PROXY_SECRET } from "../../../contract/headers.ts";

/**
 * Starts the server, asks it for a page and, if told so, as a prewarm does, and ends it. Written in Ruby, which this
 * machine is sure to have. A server may not end after SIGTERM: Ruby 3.3 was seen to hang while it closed the socket that
 * Puma listens on. Arguments: socket, path, `prewarm` or nothing, seconds in which it must listen, seconds in which it
 * must end, the server's command.
 */
export const START_ONCE = `
require "socket"
socket, path, prewarm, limit, grace, *command = ARGV
now = -> { Process.clock_gettime(Process::CLOCK_MONOTONIC) }
server = Process.spawn(*command, err: :out)
deadline = now.call + limit.to_f
until (listens = (UNIXSocket.open(socket) rescue nil)) || Process.wait(server, Process::WNOHANG)
  if (deadline - now.call).negative?
    Process.kill("KILL", server)
    abort "it did not listen within #{limit} s"
  end
  sleep 0.05
end
abort "it ended before it listened" if listens.nil?
ask = lambda do |connection, path, headers|
  connection.write(["GET #{path} HTTP/1.1", "Host: localhost", *headers, "Connection: close", "", ""].join("\\r\\n"))
  connection.wait_readable(30)
end
ask.call(listens, path, [])
begin
  secret = "${Header.secret}: #{ENV["${PROXY_SECRET}"]}"
  ask.call(UNIXSocket.open(socket), "/", [secret, "${Header.prewarm}: 1"]) if prewarm == "prewarm"
rescue SystemCallError
  nil # The page has ended the server.
end
Process.kill("TERM", server)
deadline = now.call + grace.to_f
until Process.wait(server, Process::WNOHANG)
  if (deadline - now.call).negative?
    Process.kill("KILL", server)
    Process.wait(server)
    break
  end
  sleep 0.05
end
`;
