import type { StatusMessage, StatusResult } from "../../../contract/messages.ts";
import type { Invocation } from "../events/adapter.ts";
import { askServer, type ServerAccess } from "../server/ask-server.ts";
import type { Sandbox } from "../server/sandbox.ts";
import { hiding } from "./hide-values.ts";
import { ownRequest } from "./own-request.ts";
import { BOOT_LIMIT } from "./prewarm.ts";

export interface StatusDeps extends ServerAccess {
  readonly sandbox: ServerAccess["sandbox"] &
    Pick<Sandbox, "environment" | "history" | "options" | "readyWithin">;
}

/**
 * Asks the rack server for a path as the front door would.
 * @param limitMs milliseconds for start and answer
 * @throws LoadError, ServerError if the app does not start
 */
export async function checkStatus(
  message: StatusMessage,
  invocation: Invocation,
  deps: StatusDeps,
  limitMs: number,
): Promise<StatusResult> {
  const request = ownRequest(message.path, message, "megamode-status", invocation);
  // The log of this server, not of the one that replaces it if it hangs or dies of this very request.
  const { log } = await deps.sandbox.readyWithin(Math.min(limitMs, BOOT_LIMIT));
  const response = await askServer(request, invocation.context.awsRequestId, limitMs, deps);
  const lines = log.lastLines().map(hiding(deps.sandbox));
  return { ...deps.sandbox.history.report(), httpStatus: response.status, log: lines };
}
