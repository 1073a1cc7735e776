import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import { createServer, type Server, type Socket } from "node:net";
import type { Certificate } from "./certificate.ts";

/** The first byte of a TLS handshake record (RFC 8446, 5.1). No HTTP method begins with it. */
const TLS_HANDSHAKE = 0x16;

/** A port that serves both HTTP and HTTPS. Closing it ends its connections. */
export interface BothProtocols {
  readonly server: Server;
  close(): Promise<void>;
}

/** Looks at the first byte of each connection and hands it to the HTTP or the HTTPS server. */
export function createBothProtocols(
  certificate: Certificate,
  listener: RequestListener,
): BothProtocols {
  // No timeout: closing an idle connection could break a request that is just being sent.
  const options = { keepAliveTimeout: 0, cert: certificate.cert, key: certificate.key };
  const http = createHttp(options, listener);
  const https = createHttps(options, listener);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("readable", () => {
      const first = socket.read(1) as Buffer | null;
      if (first === null) return;
      socket.unshift(first);
      const chosen = first[0] === TLS_HANDSHAKE ? https : http;
      chosen.emit("connection", socket);
    });
  });
  return {
    server,
    async close() {
      for (const socket of sockets) socket.destroy();
      http.close();
      https.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
