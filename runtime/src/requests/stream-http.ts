import type { Adapter, Invocation } from "../events/adapter.ts";
import { hasBody } from "../events/response-body.ts";
import type { HttpRequest, ResponseHead } from "../http/message.ts";
import { exchange } from "../server/ask-server.ts";
import type { Deadline } from "../server/deadline.ts";
import type { Forwarder } from "../server/forwarder.ts";
import { statusFailure } from "./error-statuses.ts";
import { HttpInvocation } from "./http-invocation.ts";
import type { RequestDeps } from "./request-deps.ts";
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
  const gone = new AbortController();
  for (const name of ["error", "close"]) stream.on(name, () => gone.abort());
  const asked = new HttpInvocation(adapter, event, invocation, deps);
  let head: ResponseHead | undefined;
  let bytes = 0;
  let cut = true;
  try {
    const answer = await asked.answer((request, requestId, limit) =>
      exchange(request, requestId, limit, deps, receive, () => head !== undefined),
    );
    // Only what is not streamed has a body.
    if ("body" in answer) {
      begin(answer);
      await chunk(answer.body);
      end();
    }
  } finally {
    asked.completed(head?.status, bytes, cut);
  }
  if (deps.failsInvocation(head!.status)) throw statusFailure(head!.status);

  async function receive(request: HttpRequest, deadline: Deadline): Promise<ResponseHead> {
    const signal = AbortSignal.any([deadline.signal, gone.signal]);
    try {
      await deps.forwarder.receive(request, signal, {
        head(came) {
          deadline.extend(asked.left);
          begin(came);
        },
        chunk,
      });
    } catch (error) {
      // The app has noticed that nobody listens. That is no failure of its own.
      if (!gone.signal.aborted) throw error;
      head ??= { status: CLIENT_GONE, headers: [] };
      return head;
    }
    // Before the last lines of the log: the client does not wait for them.
    end();
    return head!;
  }

  function begin(came: ResponseHead): void {
    head = asked.finish(came);
    if (!isFailure()) writePrelude(stream, adapter.toPrelude?.(event, head));
  }

  function chunk(piece: Buffer): Promise<void> | undefined {
    if (isFailure() || piece.length === 0 || !hasBody(asked.method, head!.status)) return undefined;
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
