import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What becomes of a request. */
export type Breakage = keyof typeof REFUSALS | "request lost" | "answer lost" | "failed when done";

/** What is answered in place of the embedded AWS. */
const REFUSALS = {
  denied: [403, "AccessDeniedException"],
  throttled: [429, "TooManyRequestsException"],
  busy: [409, "ConflictException"],
} as const;

/** What stands between a client and the embedded AWS. */
export interface BreakingProxy {
  readonly endpoint: string;
  /** The requests so far, as method and path. */
  readonly seen: string[];
  /** Decides about a request. @param index how many came before it @param call its method and path */
  breaks: (index: number, call: string) => Breakage | undefined;
  close(): Promise<void>;
}

/** Passes requests on, and breaks those that it is told to. */
export async function openBreakingProxy(target: string): Promise<BreakingProxy> {
  const server = createServer((incoming, response) => {
    const call = `${incoming.method} ${incoming.url}`;
    const breakage = proxy.breaks(proxy.seen.length, call);
    proxy.seen.push(call);
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
  if (breakage !== undefined && breakage in REFUSALS) {
    const [status, code] = REFUSALS[breakage as keyof typeof REFUSALS];
    refuse(response, status, code);
    return;
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const { method = "", url = "", headers } = incoming;
    request(new URL(url, target), { method, headers, agent: false }, resolve)
      .on("error", reject)
      .end(body);
  });
  const answered = await buffer(answer);
  if (breakage === "answer lost") response.destroy();
  else if (breakage === "failed when done") refuse(response, 500, "InternalServerErrorException");
  else response.writeHead(answer.statusCode ?? 500, answer.headers).end(answered);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "x-amzn-errortype": code });
  response.end(JSON.stringify({ message: "Refused by the proxy" }));
}
