import type http from "node:http";
import type { Socket } from "node:net";

/**
 * Loads one of Node's modules when it is needed: TLS is loaded only for an https URL. `import()` would read each
 * name that the module exports, and one of node:http's names loads the whole fetch API, which takes 40 ms.
 */
const load = process.getBuiltinModule;

/** Returns Node's HTTP client for a URL. */
export function clientFor(url: URL): Pick<typeof http, "Agent" | "request"> {
  return url.protocol === "https:" ? load("node:https") : load("node:http");
}

/** Where a connection leads. */
export interface Address {
  readonly tls: boolean;
  readonly host: string;
  readonly port: number;
}

/** Returns the address that a URL names, with the scheme's own port if the URL names none. */
export function addressOf({ protocol, hostname, port }: URL): Address {
  const tls = protocol === "https:";
  const host = hostname.replace(/^\[|\]$/g, "");
  return { tls, host, port: Number(port || (tls ? 443 : 80)) };
}

/**
 * Connects to a URL's host. The bytes that arrive are written to memory that `room` names and reported to `read`.
 * @param read returns whether it wants more
 */
export function connect(
  url: URL,
  room: () => Uint8Array,
  read: (bytes: number) => boolean,
): Socket {
  const { tls, host, port } = addressOf(url);
  const onread = { buffer: room, callback: read };
  if (!tls) return load("node:net").connect({ host, port, onread });
  const servername = load("node:net").isIP(host) ? "" : host;
  // TLS supports `onread` as TCP does, although its types do not say so.
  const options: object = { host, port, servername, onread };
  return load("node:tls").connect(options);
}

/**
 * Destroys a socket whose connection is not made in time: the host's name, TCP and TLS. In a subnet without a route to the
 * host, no answer ever comes.
 * @param late makes the error that the socket then emits
 */
export function connectWithin(milliseconds: number, socket: Socket, late: () => Error): void {
  if (!socket.connecting) return;
  const timer = setTimeout(() => socket.destroy(late()), milliseconds);
  const isTls = "encrypted" in socket;
  socket.once(isTls ? "secureConnect" : "connect", () => clearTimeout(timer));
  socket.once("close", () => clearTimeout(timer));
}
