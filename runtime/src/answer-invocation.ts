import { Env } from "../../contract/environment.ts";
import type { Invocation } from "./events/adapter.ts";
import { eventSource } from "./events/event-source.ts";
import { recognise } from "./events/recognise.ts";
import { dispatch, type MessageDeps } from "./messages/dispatch.ts";
import { hidingErrors } from "./messages/hide-values.ts";
import { parseMessage } from "./messages/parse.ts";
import { answerHttp } from "./requests/answer.ts";
import { answerEvent, type EventDeps } from "./requests/answer-event.ts";
import type { ResponseStream } from "./requests/response-stream.ts";
import { type StreamDeps, streamHttp } from "./requests/stream-http.ts";

export type InvocationDeps = StreamDeps & EventDeps & MessageDeps;

/**
 * Answers one invocation, by what its event is: a message of ours, an HTTP request, or anything else.
 * @param stream of a function that streams. It is used for a front door that asks for it
 * @returns the result; the stream if that has taken the answer
 * @throws what fails the invocation, without values that are kept in AWS: whoever invoked it is told, with the app's last
 *   lines, and so is a queue for what failed
 */
export function answerInvocation(
  event: unknown,
  invocation: Invocation,
  deps: InvocationDeps,
  stream?: ResponseStream,
): Promise<unknown> {
  return hidingErrors(deps.sandbox, () => answer(event, invocation, deps, stream));
}

async function answer(
  event: unknown,
  invocation: Invocation,
  deps: InvocationDeps,
  stream: ResponseStream | undefined,
): Promise<unknown> {
  const message = parseMessage(event);
  if (message) return dispatch(message, invocation, deps);
  const recognised = recognise(event, deps.events.path);
  switch (recognised.kind) {
    case "http": {
      const { adapter } = recognised;
      if (stream && adapter.toPrelude?.(event, { status: 200, headers: [] })) {
        await streamHttp(adapter, event, invocation, deps, stream);
        return stream;
      }
      return answerHttp(adapter, event, invocation, deps);
    }
    case "refused":
      throw new Error(recognised.reason);
    case "answered":
      deps.output.write(`megamode: Answered a warm-up of ${eventSource(event)} without the app.\n`);
      return {};
    default:
      if (deps.maintenance) {
        throw new Error(`${Env.maintenance} is set: the event was not given to the app`);
      }
      return answerEvent(event, invocation, deps);
  }
}
