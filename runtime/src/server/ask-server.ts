import { Header } from "../../../contract/headers.ts";
import type { HttpRequest, HttpResponse } from "../http/message.ts";
import { renderProblem } from "../http/problem-page.ts";
import type { Output } from "../logs/output.ts";
import { withDeadline } from "./deadline.ts";
import type { Forwarder } from "./forwarder.ts";
import type { StartedServer } from "./rack-server.ts";
import type { Sandbox } from "./sandbox.ts";

/**
 * Milliseconds to wait for the mark at the end of a request whose response is complete: a function with little memory
 * gets little of a processor.
 */
const LAST_LINES = 1000;

/** What a request to the rack server goes through. */
export interface ServerAccess {
  readonly sandbox: Pick<Sandbox, "ready" | "restart" | "settled">;
  readonly forwarder: Pick<Forwarder, "close" | "send">;
  readonly output: Output;
}

/**
 * Asks the rack server, which is started if need be, and returns when the request's lines are written.
 * If the server hangs, the answer is a 504 and the server is replaced; if it dies, the answer is a 502.
 * @param limitMs milliseconds for all of it
 * @throws LoadError, ServerError if it does not start
 */
export async function askServer(
  request: HttpRequest,
  requestId: string,
  limitMs: number,
  { sandbox, forwarder, output }: ServerAccess,
): Promise<HttpResponse> {
  const deadline = withDeadline(limitMs);
  const seconds = Math.round(limitMs / 100) / 10;
  const fail = (status: number, title: string, detail: string): HttpResponse => {
    output.write(`megamode: ${title}. ${detail}\n`);
    return renderProblem({ status, title, detail }, request.headers);
  };
  try {
    // It takes a turn of the event loop to learn that a server died while the sandbox was frozen.
    await new Promise((resolve) => setImmediate(resolve));
    const server = await deadline.race(sandbox.ready());
    if (!server) {
      return fail(504, "The app is still starting", `It was not ready within ${seconds} s.`);
    }
    await deadline.race(sandbox.settled(request.target.replace(/\?.*/s, "")));
    try {
      server.log.requestBegan(requestId);
      const response = await forwarder.send(trusted(request, server), deadline.signal);
      await server.log.requestEnded(requestId, LAST_LINES, response);
      return response;
    } catch (error) {
      forwarder.close();
      if (deadline.signal.aborted) {
        await sandbox.restart();
        const detail = `The app did not answer within ${seconds} s; its server is restarted.`;
        return fail(504, "The request took too long", detail);
      }
      const how = await deadline.race(Promise.race([server.ended, stillThere()]));
      server.log.flush();
      const detail = how ? `The rack server ${how}.` : (error as Error).message;
      return fail(502, "The app did not answer", detail);
    }
  } finally {
    deadline.clear();
  }
}

/** Adds the headers that the gem trusts. */
function trusted(request: HttpRequest, server: StartedServer): HttpRequest {
  const ours = [
    [Header.prefix, request.prefix],
    [Header.secret, server.secret],
  ] as const;
  return { ...request, headers: [...request.headers, ...ours] };
}

/** Waits a moment to learn whether the server broke together with its connection. */
function stillThere(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), 250));
}
