import { Header } from "../../../contract/headers.ts";
import type { Adapter, Invocation } from "../events/adapter.ts";
import { tooLarge } from "../events/payload-limit.ts";
import { completedLine, processingLine } from "../logs/format.ts";
import type { Output } from "../logs/output.ts";
import type { Sandbox } from "../server/sandbox.ts";
import { askServer } from "./ask-server.ts";
import type { Forwarder } from "./forward.ts";
import { BadRequestError, type HttpRequest, type HttpResponse } from "./message.ts";
import { type Problem, renderProblem } from "./problem-page.ts";

export interface Deps {
  readonly sandbox: Sandbox;
  readonly forwarder: Forwarder;
  readonly output: Output;
  /** Base URL of Lambda's API. */
  readonly lambdaUrl: string;
  /** Milliseconds that one request may take, a start included. */
  readonly requestTimeoutMs: number;
}

/**
 * One HTTP invocation: event to request, rack server, response to result, with its first and last line.
 * @throws LoadError, ServerError where the app does not come up: the invocation fails with the reason
 */
export async function answerHttp<Event>(
  adapter: Adapter<Event>,
  event: Event,
  invocation: Invocation,
  deps: Deps,
): Promise<unknown> {
  const { sandbox, output } = deps;
  const started = performance.now();
  const cold = !sandbox.warm;
  sandbox.countCall();
  const request = readRequest(adapter, event, invocation);
  const answer = "status" in request ? renderProblem(request, []) : await ask(request);
  const response = { ...answer, headers: [...answer.headers, ...counts(sandbox)] };
  let sent = response;
  let result = adapter.toResult(event, response);
  const problem = tooLarge(result, response);
  if (problem) {
    output.write(`megamode: ${problem.title}. ${problem.detail}\n`);
    sent = renderProblem(problem, "headers" in request ? request.headers : []) as typeof response;
    result = adapter.toResult(event, sent);
  }
  const elapsed = performance.now() - started;
  output.write(`${completedLine(sent.status, elapsed, sent.body.length, cold)}\n`);
  return result;

  async function ask(request: HttpRequest): Promise<HttpResponse> {
    const path = request.prefix + request.target.replace(/\?.*/s, "");
    output.write(`${processingLine(request.method, path)}\n`);
    const limit = Math.min(
      deps.requestTimeoutMs,
      invocation.context.getRemainingTimeInMillis() - 1000,
    );
    return askServer(request, invocation.context.awsRequestId, limit, deps);
  }
}

function readRequest<Event>(
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

function counts(sandbox: Sandbox): [string, string][] {
  return [
    [Header.prewarmCount, String(sandbox.counts.prewarms)],
    [Header.callCount, String(sandbox.counts.calls)],
  ];
}
