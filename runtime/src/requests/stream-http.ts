import type { Adapter, Invocation } from "../events/adapter.ts";
import { hasBody } from "../events/response-body.ts";
import type { HttpRequest, HttpResponse, ResponseHead } from "../http/message.ts";
import { renderProblem } from "../http/problem-page.ts";
import { eventLines } from "../logs/event-lines.ts";
import { completedLine, processingLine } from "../logs/format.ts";
import { exchange } from "../server/ask-server.ts";
import type { Deadline } from "../server/deadline.ts";
import type { Forwarder } from "../server/forwarder.ts";
import { counts, RESERVE, type RequestDeps, readRequest } from "./answer.ts";
import { statusFailure } from "./error-statuses.ts";
import { type ResponseStream, writeChunk, writePrelude } from "./response-stream.ts";

/** What the log shows where the client went away before the app had answered, as nginx has it. */
const CLIENT_GONE = 499;

export interface StreamDeps extends RequestDeps {
  readonly forwarder: Pick<Forwarder, "close" | "receive" | "send">;
}

/**
 * Answers one HTTP invocation of a front door that streams: each piece of the body goes out as the app writes it. The
 * request's own limit is that of the time until the head. What comes behind it may last as long as the invocation.
 * @param stream ended when the response is complete
 * @throws Error if the app's answer breaks off: the runtime client then ends the stream with it, so that nobody takes the
 *   response for whole; also if the answer's status is one that fails the invocation
 */
export async function streamHttp<Event>(
  adapter: Adapter<Event>,
  event: Event,
  invocation: Invocation,
  deps: StreamDeps,
  stream: ResponseStream,
): Promise<void> {
  const { sandbox, output } = deps;
  const { context } = invocation;
  const left = () => context.getRemainingTimeInMillis() - RESERVE;
  const started = performance.now();
  const first = invocation.first === true;
  const cold = first || !sandbox.warm;
  sandbox.countCall();
  let head: ResponseHead | undefined;
  let bytes = 0;
  let cut = true;
  const gone = new AbortController();
  for (const name of ["error", "close"]) stream.on(name, () => gone.abort());
  const request = readRequest(adapter, event, invocation);
  try {
    const answer = "status" in request ? renderProblem(request, []) : await ask(request);
    if ("body" in answer) {
      begin(answer as HttpResponse);
      await chunk((answer as HttpResponse).body);
      end();
    }
  } finally {
    if (deps.logEvents) {
      output.write(eventLines(event, "target" in request ? request.target : undefined));
    }
    const elapsed = performance.now() - started;
    if (head) output.write(`${completedLine(head.status, elapsed, bytes, cold, cut)}\n`);
    if (first) deps.onColdStart?.(context.awsRequestId);
  }
  if (deps.failsInvocation(head!.status)) throw statusFailure(head!.status);

  async function ask(request: HttpRequest): Promise<ResponseHead> {
    const path = request.prefix + request.target.replace(/\?.*/s, "");
    output.write(`${processingLine(request.method, path)}\n`);
    deps.leftOutHeaders.report(request.leftOut ?? []);
    const { awsRequestId } = context;
    const limit = Math.min(deps.requestTimeoutMs, left());
    const own = await deps.ownAnswer?.(request, awsRequestId, limit);
    if (own) return own;
    const rest = limit - Math.round(performance.now() - started);
    return exchange(request, awsRequestId, rest, deps, receive, () => head !== undefined);
  }

  async function receive(request: HttpRequest, deadline: Deadline): Promise<ResponseHead> {
    const signal = AbortSignal.any([deadline.signal, gone.signal]);
    try {
      await deps.forwarder.receive(request, signal, {
        head(came) {
          deadline.extend(left());
          begin(came);
        },
        chunk,
      });
    } catch (error) {
      // The app has noticed that nobody listens. That is no failure of its own.
      if (gone.signal.aborted) {
        head ??= { status: CLIENT_GONE, headers: [] };
        return head;
      }
      throw error;
    }
    // Before the last lines of the log: the client does not wait for them.
    end();
    return head!;
  }

  function begin(came: ResponseHead): void {
    head = { ...came, headers: [...came.headers, ...counts(sandbox)] };
    for (const { key, text } of adapter.warnings(event, { ...head, body: Buffer.alloc(0) })) {
      deps.once.say(key, text);
    }
    if (!isFailure()) writePrelude(stream, adapter.toPrelude?.(event, head));
  }

  function chunk(piece: Buffer): Promise<void> | undefined {
    const method = "method" in request ? request.method : "GET";
    if (isFailure() || piece.length === 0 || !hasBody(method, head!.status)) return undefined;
    bytes += piece.length;
    return writeChunk(stream, piece);
  }

  function end(): void {
    cut = false;
    if (!isFailure()) stream.end();
  }

  /** Whether the invocation fails by the answer's status, so that nothing of it is sent. */
  function isFailure(): boolean {
    return deps.failsInvocation(head!.status);
  }
}
