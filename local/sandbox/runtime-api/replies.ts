import type { ServerResponse } from "node:http";

/** Confirms what the runtime posted. */
export function accept(response: ServerResponse): void {
  response.writeHead(202, { "content-type": "application/json" }).end('{"status":"OK"}');
}

/** Refuses a request that does not fit the state of the invocation. */
export function refuse(response: ServerResponse): void {
  reply(response, 403, "InvalidStateTransition", "State transition is not allowed");
}

/** Replies with an error. */
export function reply(
  response: ServerResponse,
  status: number,
  errorType: string,
  errorMessage: string,
): void {
  response
    .writeHead(status, { "content-type": "application/json" })
    .end(JSON.stringify({ errorMessage, errorType }));
}
