import type { Agent, IncomingMessage } from "node:http";
import { LoadError, TransientError } from "./load-error.ts";

/** Milliseconds to connect in. In a subnet without a way to S3 nothing answers at all. */
const CONNECT_TIMEOUT = 2000;
/** Milliseconds without a byte after which a connection is given up. */
const IDLE_TIMEOUT = 5000;

/** A client for one scheme; connections are kept for the pieces that follow. */
export interface Connection {
  get(url: URL, headers: Record<string, string>): Promise<IncomingMessage>;
  /** Breaks off what is under way. */
  close(): void;
}

/**
 * TLS is loaded only where it is needed.
 * @param sockets how many at most
 */
export async function openConnection(url: URL, sockets: number): Promise<Connection> {
  const client = url.protocol === "https:" ? await import("node:https") : await import("node:http");
  const agent: Agent = new client.Agent({ keepAlive: true, maxSockets: sockets });
  return {
    get: (target, headers) =>
      new Promise((resolve, reject) => {
        const request = client.get(target, { agent, headers }, resolve);
        request.on("error", (error: NodeJS.ErrnoException) => reject(explain(error, target)));
        request.setTimeout(IDLE_TIMEOUT, () =>
          request.destroy(new TransientError(`S3 sent nothing for ${IDLE_TIMEOUT / 1000} s`)),
        );
        request.once("socket", (socket) => {
          if (!socket.connecting) return;
          const timer = setTimeout(() => request.destroy(unreachable(target)), CONNECT_TIMEOUT);
          socket.once("connect", () => clearTimeout(timer));
          socket.once("close", () => clearTimeout(timer));
        });
      }),
    close: () => agent.destroy(),
  };
}

function explain(error: NodeJS.ErrnoException, url: URL): Error {
  if (error instanceof LoadError) return error;
  if (error.code === "EHOSTUNREACH" || error.code === "ENETUNREACH") return unreachable(url, error);
  return new TransientError(`S3 (${url.host}): ${error.message || error.code}`, { cause: error });
}

function unreachable(url: URL, cause?: Error): LoadError {
  return new LoadError(
    `cannot connect to S3 (${url.host}) within ${CONNECT_TIMEOUT / 1000} s. A function in a VPC has no way ` +
      "there by itself: give the route tables of its subnets an S3 gateway endpoint (free) or a NAT " +
      "gateway, or choose other subnets (VpcConfig.SubnetIds in `function-configuration`)",
    { cause },
  );
}
