import type { ServerCommand } from "../../../contract/manifest.ts";
import { BIN_DIR, SOCKET } from "../../../contract/root.ts";

/**
 * Runs a command that listens on a port, and meanwhile relays the socket to it. The command stays the first process: its
 * id, its end and its mapped files are the server's. The relay is its child, and ends with it. Arguments: socket, port,
 * the command.
 */
const RELAY = `
require "socket"
socket, port, *command = ARGV
server = Process.pid
fork do
  Thread.new { sleep 0.05 while Process.ppid == server; exit! }
  tcp = -> { TCPSocket.new("127.0.0.1", port) }
  begin
    tcp.call.close
  rescue SystemCallError
    sleep 0.05
    retry
  end
  listener = UNIXServer.new(socket)
  pass = ->(from, to) { Thread.new { (IO.copy_stream(from, to); to.close_write) rescue nil } }
  loop do
    client, server_side = listener.accept, tcp.call
    [pass.call(client, server_side), pass.call(server_side, client)]
  end
end
exec(*command)
`;

/**
 * Returns the command line of a server that can be asked on the socket, also where it listens on a port: for a start
 * whose network nobody else sees. In Lambda the proxy asks the port.
 */
export function onSocket({ argv, port }: ServerCommand): readonly string[] {
  if (port === undefined) return argv;
  return [`${BIN_DIR}/ruby`, "-e", RELAY, "--", SOCKET, String(port), ...argv];
}
