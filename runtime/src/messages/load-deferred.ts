import { Header } from "../../../contract/headers.ts";
import type { LambdaContext } from "../events/lambda-context.ts";
import type { HttpRequest } from "../http/message.ts";
import { askServer, type ServerAccess } from "../server/ask-server.ts";
import type { StartedServer } from "../server/rack-server.ts";
import type { Sandbox } from "../server/sandbox.ts";
import { ServerError } from "../server/server-error.ts";

/** Servers that were asked, whatever came of it: what failed to load is not tried again. */
const asked = new WeakSet<StartedServer>();

export interface LoadDeps extends ServerAccess {
  readonly sandbox: ServerAccess["sandbox"] & Pick<Sandbox, "options">;
}

/**
 * Has a rack server load what is deferred, once, by a request that the gem answers itself. What does not load is a line in
 * the app's log. A server that hangs is replaced, as in any request.
 * @param server one that listens
 * @param limitMs milliseconds for all of it
 * @throws ServerError if the server dies of it: it would have died of the app's own boot
 */
export async function loadDeferred(
  server: StartedServer,
  { awsRequestId }: Pick<LambdaContext, "awsRequestId">,
  limitMs: number,
  deps: LoadDeps,
): Promise<void> {
  const { takesPrewarm } = deps.sandbox.options.manifest.server;
  if (!takesPrewarm || asked.has(server) || limitMs <= 0) return;
  asked.add(server);
  const request: HttpRequest = {
    method: "GET",
    prefix: "",
    target: "/",
    headers: [
      ["host", "localhost"],
      [Header.requestId, awsRequestId],
      [Header.prewarm, "1"],
    ],
  };
  const { status } = await askServer(request, awsRequestId, limitMs, deps);
  // Another one, if this one hung, or died before it was asked: that one is not to hang again.
  const marked = deps.sandbox.ready().then((now) => asked.add(now));
  marked.catch(() => undefined); // Whoever waits for the server hears of it.
  if (status !== 502 || server.alive) return;
  const how = await server.ended;
  throw new ServerError(
    `the rack server ${how} while it loaded what was deferred`,
    server.log.lastLines(),
  );
}
