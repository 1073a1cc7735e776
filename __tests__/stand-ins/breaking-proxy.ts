import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What becomes of a request: it never arrives, its answer never comes back, or it is denied. */
export type Breakage = "request lost" | "answer lost" | "denied";

/** What stands between a client and the embedded AWS. */
export interface BreakingProxy {
  readonly endpoint: string;
  /** The requests so far, as method and path. */
  readonly seen: string[];
  /** Decides about a request. @param index how many came before it */
  breaks: (index: number) => Breakage | undefined;
  close(): Promise<void>;
}

/** Passes requests on, and breaks those that it is told to. */
export async function openBreakingProxy(target: string): Promise<BreakingProxy> {
  const server = createServer((incoming, response) => {
    const breakage = proxy.breaks(proxy.seen.length);
    proxy.seen.push(`${incoming.method} ${incoming.url}`);
    pass(target, incoming, response, breakage).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: BreakingProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    breaks: () => undefined,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

async function pass(
  target: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  breakage: Breakage | undefined,
): Promise<void> {
  const body = await buffer(incoming);
  if (breakage === "request lost") {
    response.destroy();
    return;
  }
  if (breakage === "denied") {
    response.writeHead(403, { "x-amzn-errortype": "AccessDeniedException" });
    response.end(JSON.stringify({ message: "Denied by the proxy" }));
    return;
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const { method = "", url = "", headers } = incoming;
    request(new URL(url, target), { method, headers, agent: false }, resolve)
      .on("error", reject)
      .end(body);
  });
  const answered = await buffer(answer);
  if (breakage === "answer lost") {
    response.destroy();
    return;
  }
  response.writeHead(answer.statusCode ?? 500, answer.headers).end(answered);
}
