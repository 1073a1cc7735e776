import { Header } from "../../../contract/headers.ts";
import type { Adapter, Invocation } from "../events/adapter.ts";
import { tooLarge } from "../events/payload-limit.ts";
import { compressed } from "../http/compress.ts";
import { BadRequestError, type HttpRequest, type HttpResponse } from "../http/message.ts";
import { type Problem, renderProblem } from "../http/problem-page.ts";
import { eventLines } from "../logs/event-lines.ts";
import { completedLine, processingLine } from "../logs/format.ts";
import type { LeftOutHeaders } from "../logs/left-out-headers.ts";
import type { Once } from "../logs/once.ts";
import { askServer, type ServerAccess } from "../server/ask-server.ts";
import type { Sandbox } from "../server/sandbox.ts";
import { type FailsInvocation, statusFailure } from "./error-statuses.ts";

/** Milliseconds left before Lambda ends the invocation. */
export const RESERVE = 1000;

export interface RequestDeps extends ServerAccess {
  readonly sandbox: ServerAccess["sandbox"] & Pick<Sandbox, "countCall" | "counts" | "warm">;
  readonly leftOutHeaders: Pick<LeftOutHeaders, "report">;
  readonly once: Pick<Once, "say">;
  /** Milliseconds that one request may take, including a start. */
  readonly requestTimeoutMs: number;
  /** Whether each request's event is logged. */
  readonly logEvents?: boolean;
  /** Told of the request that the sandbox was started for, after its last line. */
  readonly onColdStart?: (requestId: string) => void;
  readonly failsInvocation: FailsInvocation;
  /** What the proxy answers itself, without the rack server. */
  readonly ownAnswer?: OwnAnswer | undefined;
}

/** Answers a request; undefined for what is the app's to answer. @param limitMs milliseconds that it may take */
export type OwnAnswer = (
  request: HttpRequest,
  requestId: string,
  limitMs: number,
) => Promise<HttpResponse | undefined>;

/**
 * Answers one HTTP invocation: turns the event into a request, asks the rack server and turns its response into a
 * result. Logs the request's first and last line.
 * @throws LoadError, ServerError if the app does not start: the invocation fails with the reason; Error if the answer's
 * status is one that fails it
 */
export async function answerHttp<Event>(
  adapter: Adapter<Event>,
  event: Event,
  invocation: Invocation,
  deps: RequestDeps,
): Promise<unknown> {
  const { sandbox, output } = deps;
  const started = performance.now();
  const first = invocation.first === true;
  const cold = first || !sandbox.warm;
  sandbox.countCall();
  const request = readRequest(adapter, event, invocation);
  const answer = "status" in request ? renderProblem(request, []) : await ask(request);
  let response: HttpResponse = { ...answer, headers: [...answer.headers, ...counts(sandbox)] };
  let result = adapter.toResult(event, response);
  const problem = tooLarge(result, response, adapter.limit);
  if (problem) {
    output.write(`megamode: ${problem.title}. ${problem.detail}\n`);
    response = renderProblem(problem, "headers" in request ? request.headers : []);
    result = adapter.toResult(event, response);
  }
  for (const { key, text } of adapter.warnings(event, response)) deps.once.say(key, text);
  if (deps.logEvents) {
    output.write(eventLines(event, "target" in request ? request.target : undefined));
  }
  const elapsed = performance.now() - started;
  output.write(`${completedLine(response.status, elapsed, response.body.length, cold)}\n`);
  if (first) deps.onColdStart?.(invocation.context.awsRequestId);
  if (deps.failsInvocation(response.status)) throw statusFailure(response.status);
  return result;

  async function ask(request: HttpRequest): Promise<HttpResponse> {
    const path = request.prefix + request.target.replace(/\?.*/s, "");
    output.write(`${processingLine(request.method, path)}\n`);
    deps.leftOutHeaders.report(request.leftOut ?? []);
    const { context } = invocation;
    const { awsRequestId } = context;
    const limit = Math.min(deps.requestTimeoutMs, context.getRemainingTimeInMillis() - RESERVE);
    const own = await deps.ownAnswer?.(request, awsRequestId, limit);
    const rest = limit - Math.round(performance.now() - started);
    return compressed(request, own ?? (await askServer(request, awsRequestId, rest, deps)));
  }
}

export function readRequest<Event>(
  adapter: Adapter<Event>,
  event: Event,
  invocation: Invocation,
): HttpRequest | Problem {
  try {
    return adapter.toRequest(event, invocation);
  } catch (error) {
    if (!(error instanceof BadRequestError)) throw error;
    return { status: 400, title: "Bad request", detail: error.message };
  }
}

export function counts({ counts }: Pick<Sandbox, "counts">): [string, string][] {
  return [
    [Header.prewarmCount, String(counts.prewarms)],
    [Header.callCount, String(counts.calls)],
  ];
}
