import { Header } from "../../../contract/headers.ts";
import type { RackServer } from "../server/rack-server.ts";
import type { Deps } from "./answer.ts";
import { withDeadline } from "./deadline.ts";
import type { HttpRequest, HttpResponse } from "./message.ts";
import { renderProblem } from "./problem-page.ts";

/**
 * Milliseconds to wait for the last lines of a request whose response is complete: a function with little memory
 * has little of a processor. An app without the gem waits for them once.
 */
const LAST_LINES = 1000;

/**
 * Asks the rack server, started where it is not, and returns when the request's lines are written.
 * A server that hangs is answered for with 504 and replaced; one that dies, with 502.
 * @param limitMs milliseconds for all of it
 * @throws LoadError, ServerError where it does not come up
 */
export async function askServer(
  request: HttpRequest,
  requestId: string,
  limitMs: number,
  { sandbox, forwarder, output }: Deps,
): Promise<HttpResponse> {
  const deadline = withDeadline(limitMs);
  const seconds = Math.round(limitMs / 100) / 10;
  const fail = (status: number, title: string, detail: string): HttpResponse => {
    output.write(`megamode: ${title}. ${detail}\n`);
    return renderProblem({ status, title, detail }, request.headers);
  };
  try {
    // A server that died while the sandbox was frozen is known to have only after a turn of the loop.
    await new Promise((resolve) => setImmediate(resolve));
    const server = await deadline.race(sandbox.ready());
    if (!server) {
      return fail(504, "The app is still starting", `It was not ready within ${seconds} s.`);
    }
    await deadline.race(sandbox.settled(request.target.replace(/\?.*/s, "")));
    try {
      const response = await forwarder.send(trusted(request, server), deadline.signal);
      await server.log.requestEnded(requestId, LAST_LINES);
      return response;
    } catch (error) {
      forwarder.close();
      if (deadline.signal.aborted) {
        await sandbox.restart();
        const detail = `The app did not answer within ${seconds} s; its server is started anew.`;
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

function trusted(request: HttpRequest, server: RackServer): HttpRequest {
  const ours = [
    [Header.prefix, request.prefix],
    [Header.secret, server.secret],
  ] as const;
  return { ...request, headers: [...request.headers, ...ours] };
}

/** A connection broke; whether its server did too shows within a moment. */
function stillThere(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), 250));
}
