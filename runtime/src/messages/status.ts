import type { StatusMessage, StatusResult } from "../../../contract/messages.ts";
import type { Invocation } from "../events/adapter.ts";
import { requestHeaders } from "../events/request-headers.ts";
import type { Deps } from "../http/answer.ts";
import { askServer } from "../http/ask-server.ts";
import type { HttpRequest } from "../http/message.ts";
import { BOOT_LIMIT } from "./prewarm.ts";

/**
 * Asks the rack server for a path as the front door would.
 * @param limitMs milliseconds for start and answer
 * @throws LoadError, ServerError where the app does not come up
 */
export async function checkStatus(
  message: StatusMessage,
  invocation: Invocation,
  deps: Deps,
  limitMs: number,
): Promise<StatusResult> {
  const origin = { domainName: message.host, sourceIp: "127.0.0.1", requestContext: null };
  const client = [
    ["host", message.host],
    ["accept", "*/*"],
    ["user-agent", "megamode-status"],
  ] as const;
  const request: HttpRequest = {
    method: "GET",
    prefix: message.prefix,
    target: message.path,
    headers: requestHeaders(client, origin, invocation),
  };
  // Its log, not that of a server that takes its place when it hangs or dies of this very request.
  const { log } = await deps.sandbox.readyWithin(Math.min(limitMs, BOOT_LIMIT));
  const response = await askServer(request, invocation.context.awsRequestId, limitMs, deps);
  return { ...deps.sandbox.report(), httpStatus: response.status, log: [...log.lastLines()] };
}
