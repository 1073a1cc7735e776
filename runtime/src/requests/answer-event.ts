import { Env } from "../../../contract/environment.ts";
import { Header } from "../../../contract/headers.ts";
import type { Invocation } from "../events/adapter.ts";
import { batchOf } from "../events/batch.ts";
import type { EventSettings } from "../events/event-settings.ts";
import { eventSource } from "../events/event-source.ts";
import { requestHeaders } from "../events/request-headers.ts";
import type { HttpRequest, HttpResponse } from "../http/message.ts";
import { eventLines } from "../logs/event-lines.ts";
import { completedLine, processingLine } from "../logs/format.ts";
import { askServer } from "../server/ask-server.ts";
import type { Sandbox } from "../server/sandbox.ts";
import { ServerError } from "../server/server-error.ts";
import { answerBatch } from "./answer-batch.ts";
import { EventFailed } from "./event-failed.ts";
import { resultOf } from "./event-result.ts";
import { RESERVE, type RequestDeps } from "./request-deps.ts";

export interface EventDeps
  extends Pick<RequestDeps, "forwarder" | "logEvents" | "onColdStart" | "once" | "output"> {
  readonly sandbox: RequestDeps["sandbox"] & Pick<Sandbox, "readyWithin">;
  readonly events: EventSettings;
}

/**
 * Answers an event that is not HTTP: posts it to the app's events path, and returns the JSON that the app answers. A
 * batch whose mapping asks for it is posted record by record. There is time until Lambda ends the invocation, and not
 * only `request-timeout`: nobody waits at a browser.
 * @throws EventFailed, LoadError, ServerError: the invocation fails, so that its source tries again
 */
export async function answerEvent(
  event: unknown,
  invocation: Invocation,
  deps: EventDeps,
): Promise<unknown> {
  const { sandbox, output, events } = deps;
  const { context } = invocation;
  const { path } = events;
  const source = eventSource(event);
  if (path === undefined) {
    throw new EventFailed(
      `this event is no HTTP request (its source is ${source}), and the app takes none. Set ${Env.eventsPath} to the path of the app that takes such events, for example /events`,
    );
  }
  const asked = `POST ${path} (${source})`;
  const left = () => context.getRemainingTimeInMillis() - RESERVE;
  const limitMs = left();
  let first = invocation.first === true;
  sandbox.history.countCall();
  const batch = batchOf(event, events);
  return batch ? answerBatch(batch, post, left, output) : post(event);

  async function post(body: unknown): Promise<unknown> {
    const started = performance.now();
    const cold = first || !sandbox.warm;
    output.write(`${processingLine("POST", `${path} (${source})`)}\n`);
    const request = toRequest(path!, source, Buffer.from(JSON.stringify(body ?? null)), invocation);
    // A page in place of the app's answer would hide why it does not start.
    const server = await sandbox.readyWithin(left());
    if (sandbox.firstRequest.isTooLate(server, left(), limitMs)) {
      throw new ServerError("the rack server was ready too late for this event");
    }
    const response = await askServer(request, context.awsRequestId, left(), deps);
    if (deps.logEvents) output.write(eventLines(body, undefined));
    const elapsed = performance.now() - started;
    output.write(`${completedLine(response.status, elapsed, response.body.length, cold)}\n`);
    if (first) deps.onColdStart?.(context.awsRequestId);
    first = false;
    const result = resultOf(response, asked, context.awsRequestId);
    if (!passedOurMiddleware(response)) deps.once.say("open-path", openPath(path!));
    return result;
  }
}

function toRequest(
  path: string,
  source: string,
  body: Buffer,
  invocation: Invocation,
): HttpRequest {
  const origin = { domainName: undefined, sourceIp: "127.0.0.1", requestContext: null };
  const lines = [
    ["accept", "application/json"],
    ["content-type", "application/json"],
    ["user-agent", "megamode-events"],
  ] as const;
  return {
    method: "POST",
    prefix: invocation.publicUrl?.prefix ?? "",
    target: path,
    headers: [
      ...requestHeaders(lines, origin, invocation),
      ["content-length", String(body.length)],
      [Header.event, source],
    ],
    body,
  };
}

/** Our middleware marks each answer. It is what closes the path to clients. */
function passedOurMiddleware({ headers }: HttpResponse): boolean {
  return headers.some(([name]) => name.toLowerCase() === Header.log);
}

function openPath(path: string): string {
  return `Clients reach ${path} (${Env.eventsPath}), because the app is not started by our rackup file. It must answer only what has the header X-Megamode-Event.`;
}
