import { Header } from "../../../contract/headers.ts";
import { BadRequestError, type HttpRequest, type HttpResponse } from "../http/message.ts";
import { badRequest } from "../http/problem-page.ts";
import type { Output } from "../logs/output.ts";
import type { LoggedResponse } from "../logs/server-log.ts";
import { type BrokenExchange, brokeOff, tookTooLong } from "./broken-exchange.ts";
import { type Deadline, withDeadline } from "./deadline.ts";
import { type Failure, failurePage } from "./failure.ts";
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
  readonly sandbox: Pick<
    Sandbox,
    "firstRequest" | "gaveUp" | "ready" | "replace" | "settled" | "served"
  >;
  readonly forwarder: Pick<Forwarder, "close" | "send">;
  readonly output: Output;
}

/** Sends a request to the server that listens. Settles when its response is complete, with the head or all of it. */
type Send<Answer extends LoggedResponse> = (
  request: HttpRequest,
  deadline: Deadline,
) => Promise<Answer>;

/**
 * Asks the rack server, which is started if need be, and returns when the request's lines are written. The answer is a
 * page of ours if the server does not start (503), dies (502) or takes too long (504: it is replaced), or if the request
 * cannot be sent (400).
 * @param limitMs milliseconds for all of it, but for what the replacement of a server takes
 */
export function askServer(
  request: HttpRequest,
  requestId: string,
  limitMs: number,
  access: ServerAccess,
): Promise<HttpResponse> {
  const send: Send<HttpResponse> = (sent, { signal }) => access.forwarder.send(sent, signal);
  return exchange(request, requestId, limitMs, access, send);
}

/**
 * The same with any way to send, such as one that streams.
 * @param begun whether the client has the response's head already
 * @returns what `send` gives, or a page of ours
 * @throws what `send` throws if the client has the response's head already
 */
export async function exchange<Answer extends LoggedResponse>(
  request: HttpRequest,
  requestId: string,
  limitMs: number,
  { sandbox, forwarder, output }: ServerAccess,
  send: Send<Answer>,
  begun: () => boolean = () => false,
): Promise<Answer | HttpResponse> {
  const fail = (failure: Failure): HttpResponse =>
    failurePage(failure, requestId, request.headers, output);
  // A server that gets no time cannot be taken for one that hangs.
  if (limitMs <= 0) return fail({ kind: "late", reason: "No time was left to ask it." });
  const startedAt = performance.now();
  const left = () => limitMs - (performance.now() - startedAt);
  const deadline = withDeadline(limitMs);
  const seconds = Math.round(limitMs / 100) / 10;
  try {
    // It takes a turn of the event loop to learn that a server died while the sandbox was frozen.
    await new Promise((resolve) => setImmediate(resolve));
    for (let again = true; ; again = false) {
      let server: StartedServer | undefined;
      try {
        server = await deadline.race(sandbox.ready());
      } catch (error) {
        return fail({ kind: "no-start", reason: (error as Error).message });
      }
      if (!server) return fail({ kind: "starting", reason: await sandbox.gaveUp(limitMs) });
      await deadline.race(sandbox.settled(request.target.replace(/\?.*/s, "")));
      const leftMs = left();
      if (sandbox.firstRequest.isTooLate(server, leftMs, limitMs)) {
        const reason = `It was ready when ${(leftMs / 1000).toFixed(1)} s were left of ${seconds} s: too late for this request.`;
        return fail({ kind: "starting", reason });
      }
      const givenUp = sandbox.firstRequest.begins(server);
      const watch = server.vitals.watch();
      const { log } = server;
      const logged = (answer?: Answer) => log.requestEnded(requestId, LAST_LINES, answer);
      try {
        log.requestBegan(requestId);
        const answer = await deadline.within(send(trusted(request, server), deadline));
        await logged(answer);
        sandbox.served(server);
        return answer;
      } catch (error) {
        // Nothing was sent, and the server is well.
        if (error instanceof BadRequestError) return badRequest(error, request.headers);
        const broken: BrokenExchange = {
          error,
          server,
          sandbox,
          forwarder,
          output,
          deadline,
          seconds,
          begun,
          logged,
          fail,
        };
        if (deadline.signal.aborted) {
          givenUp(leftMs);
          return await tookTooLong(broken);
        }
        const page = await brokeOff(broken, again);
        if (page) return page;
      } finally {
        clearInterval(watch);
      }
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
