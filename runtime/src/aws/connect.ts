import type http from "node:http";
import type { Socket } from "node:net";

/**
 * One of Node's modules, now: TLS is loaded only where it is needed. Not by `import()`, which reads each name
 * that the module exports; one of node:http's loads the whole fetch API, 40 ms.
 */
const load = process.getBuiltinModule;

/** Node's HTTP client for a URL. */
export function clientFor(url: URL): Pick<typeof http, "Agent" | "request"> {
  return url.protocol === "https:" ? load("node:https") : load("node:http");
}

/**
 * A connection to a URL's host, that gives bytes to `read` from memory that `room` names.
 * @param read returns whether it wants more
 */
export function connect(
  url: URL,
  room: () => Uint8Array,
  read: (bytes: number) => boolean,
): Socket {
  const tls = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || (tls ? 443 : 80));
  const onread = { buffer: room, callback: read };
  if (!tls) return load("node:net").connect({ host, port, onread });
  const servername = load("node:net").isIP(host) ? "" : host;
  // TLS takes the option as TCP does; its types do not say so.
  const options: object = { host, port, servername, onread };
  return load("node:tls").connect(options);
}

/** Gives a connection up that is not made in time. In a subnet without a way there, nothing answers at all. */
export function connectWithin(milliseconds: number, socket: Socket, late: () => Error): void {
  if (!socket.connecting) return;
  const timer = setTimeout(() => socket.destroy(late()), milliseconds);
  socket.once("connect", () => clearTimeout(timer));
  socket.once("close", () => clearTimeout(timer));
}
