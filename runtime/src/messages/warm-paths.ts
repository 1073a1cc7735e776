import type { PrewarmReport, WarmPaths } from "../../../contract/messages.ts";
import type { Invocation } from "../events/adapter.ts";
import { askServer, type ServerAccess } from "../server/ask-server.ts";
import { ownRequest } from "./own-request.ts";

/** Milliseconds for one page. */
const PAGE_LIMIT = 30_000;

/**
 * Asks the app for pages as the front door would, so that what they load and cache is there when a client comes. A page
 * that fails is a line in the log: the sandbox serves all the same.
 * @param left milliseconds that are left for all of them
 */
export async function warmPaths(
  warm: WarmPaths,
  invocation: Invocation,
  access: ServerAccess,
  left: () => number,
): Promise<PrewarmReport["warmed"]> {
  let asked = 0;
  let failed = 0;
  for (const path of warm.paths) {
    const limitMs = Math.min(PAGE_LIMIT, left());
    if (limitMs <= 0) break;
    asked += 1;
    const request = ownRequest(path, warm, "megamode-prewarm", invocation);
    const { status } = await askServer(request, invocation.context.awsRequestId, limitMs, access);
    if (status < 500) continue;
    failed += 1;
    access.output.write(`megamode: The warm path ${path} was answered by ${status}\n`);
  }
  return { asked, failed };
}
