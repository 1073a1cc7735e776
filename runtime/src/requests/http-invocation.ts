import { Header } from "../../../contract/headers.ts";
import type { Adapter, Invocation } from "../events/adapter.ts";
import {
  BadRequestError,
  type HeaderLines,
  type HttpRequest,
  type HttpResponse,
  type ResponseHead,
} from "../http/message.ts";
import { badRequest } from "../http/problem-page.ts";
import { eventLines } from "../logs/event-lines.ts";
import { completedLine, processingLine } from "../logs/format.ts";
import { RESERVE, type RequestDeps } from "./request-deps.ts";

/** Asks the rack server. @param limitMs milliseconds that are left for it */
type Ask<Answer> = (request: HttpRequest, requestId: string, limitMs: number) => Promise<Answer>;

/** One HTTP invocation, in whichever way its answer goes out: its request, and its lines in the log. */
export class HttpInvocation<Event> {
  readonly method: string;
  readonly headers: HeaderLines;
  readonly #adapter: Adapter<Event>;
  readonly #event: Event;
  readonly #invocation: Invocation;
  readonly #deps: RequestDeps;
  readonly #started = performance.now();
  readonly #cold: boolean;
  readonly #request: HttpRequest | HttpResponse;

  constructor(adapter: Adapter<Event>, event: Event, invocation: Invocation, deps: RequestDeps) {
    this.#adapter = adapter;
    this.#event = event;
    this.#invocation = invocation;
    this.#deps = deps;
    this.#cold = invocation.first === true || !deps.sandbox.warm;
    deps.sandbox.history.countCall();
    this.#request = this.#read();
    const { method = "GET", headers = [] } = isRequest(this.#request) ? this.#request : {};
    this.method = method;
    this.headers = headers;
  }

  /** Milliseconds that are left for the answer before Lambda ends the invocation. */
  get left(): number {
    return this.#invocation.context.getRemainingTimeInMillis() - RESERVE;
  }

  /** Gives the proxy's own answer, if it has one, or what the rack server is asked for. Logs the request's first line. */
  async answer<Answer>(ask: Ask<Answer>): Promise<Answer | HttpResponse> {
    const request = this.#request;
    if (!isRequest(request)) return request;
    const { output, leftOutHeaders, requestTimeoutMs, ownAnswer } = this.#deps;
    const path = request.prefix + request.target.replace(/\?.*/s, "");
    output.write(`${processingLine(request.method, path)}\n`);
    leftOutHeaders.report(request.leftOut ?? []);
    const { awsRequestId } = this.#invocation.context;
    const limit = Math.min(requestTimeoutMs, this.left);
    const own = await ownAnswer?.(request, awsRequestId, limit);
    return own ?? ask(request, awsRequestId, limit - Math.round(this.#elapsed));
  }

  /** Adds what clients are told of the sandbox. Warns of what the front door will not deliver. */
  finish<Head extends ResponseHead>(head: Head): Head {
    const { prewarmCount, callCount } = this.#deps.sandbox.history.report();
    const counts = [
      [Header.prewarmCount, String(prewarmCount)],
      [Header.callCount, String(callCount)],
    ] as const;
    const finished = { ...head, headers: [...head.headers, ...counts] };
    for (const { key, text } of this.#adapter.warnings(this.#event, finished)) {
      this.#deps.once.say(key, text);
    }
    return finished;
  }

  /**
   * Logs the request's last lines.
   * @param status undefined if there was no answer
   * @param bytes of the body
   * @param cut whether the answer broke off
   */
  completed(status: number | undefined, bytes: number, cut = false): void {
    const { output, logEvents, onColdStart } = this.#deps;
    if (logEvents) {
      const target = isRequest(this.#request) ? this.#request.target : undefined;
      output.write(eventLines(this.#event, target));
    }
    if (status !== undefined) {
      output.write(`${completedLine(status, this.#elapsed, bytes, this.#cold, cut)}\n`);
    }
    if (this.#invocation.first) onColdStart?.(this.#invocation.context.awsRequestId);
  }

  get #elapsed(): number {
    return performance.now() - this.#started;
  }

  #read(): HttpRequest | HttpResponse {
    try {
      return this.#adapter.toRequest(this.#event, this.#invocation);
    } catch (error) {
      if (!(error instanceof BadRequestError)) throw error;
      return badRequest(error, []);
    }
  }
}

function isRequest(value: HttpRequest | HttpResponse): value is HttpRequest {
  return "target" in value;
}
