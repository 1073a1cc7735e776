import type { ResponseSink } from "../../service.ts";
import type { Invocation } from "../runnable.ts";

/** An invocation as the runtime receives it. */
export interface Event {
  readonly requestId: string;
  readonly payload: Buffer;
  /** Further headers, named `lambda-runtime-...`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sink?: ResponseSink;
}

/** Makes the event of an invocation. */
export function eventOf(
  { requestId, payload, functionArn, traceId, clientContext, sink }: Invocation,
  timeoutSeconds: number,
): Event {
  return {
    requestId,
    payload,
    ...(sink && { sink }),
    headers: {
      "lambda-runtime-deadline-ms": String(Date.now() + timeoutSeconds * 1000),
      "lambda-runtime-invoked-function-arn": functionArn,
      "lambda-runtime-trace-id": traceId,
      ...(clientContext && { "lambda-runtime-client-context": clientContext }),
    },
  };
}
