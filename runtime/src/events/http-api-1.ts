import type { PublicUrl } from "../../../contract/public-url.ts";
import type { Adapter } from "./adapter.ts";
import { pathOf } from "./build-request.ts";
import { type SplitPath, splitFront } from "./path.ts";
import { eventToRequest, type RestApiEvent, restApi, splitEvent } from "./rest-api.ts";
import { onOwnDomain, stagePath } from "./stage.ts";

/** The event of an HTTP API with payload format 1.0: a REST API's, but for the path. */
export type HttpApi1Event = RestApiEvent & { readonly version: "1.0" };

/** An HTTP API cannot stream. */
const { toPrelude: _, ...buffered } = restApi;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export const httpApi1: Adapter<HttpApi1Event> = {
  ...buffered,
  name: "HTTP API (payload 1.0)",
  matches: (value: unknown): value is HttpApi1Event => {
    const event = Object(value);
    return event.version === "1.0" && typeof event.httpMethod === "string";
  },
  toRequest(event, invocation) {
    return eventToRequest(event, split(event, invocation.publicUrl), invocation);
  },
};

/**
 * On the API's own domain the path holds the stage. On another it holds the API mapping's key: a route with a path
 * tells how long it is, the route `$default` does not.
 */
function split(event: HttpApi1Event, publicUrl: PublicUrl | undefined): SplitPath {
  const context = event.requestContext;
  if (onOwnDomain(context)) return splitFront(pathOf(event.path), stagePath(context));
  if (typeof event.resource === "string" && event.resource.startsWith("/"))
    return splitEvent(event);
  const direct = publicUrl !== undefined && publicUrl.host === context?.domainName;
  return splitFront(pathOf(event.path), direct ? publicUrl.prefix : "");
}
