import { Header } from "../../../contract/headers.ts";
import { isHopByHop } from "../http/hop-by-hop.ts";

/**
 * Headers that decide what the app takes for its scheme, host, port, prefix or client, or for the request's frame. The
 * proxy and the front door decide these, so a client's lines never reach the app, even if we have nothing to put
 * there. Read in Rack 2.2 and 3.2, Rails 7.2 and 8.0, Puma 8, Unicorn 6, Falcon 0.49 and WEBrick 1.9.
 */
const NAMES: ReadonlySet<string> = new Set([
  // Written by the proxy itself.
  Header.requestId,
  Header.traceId,
  Header.requestContext,
  Header.lambdaContext,
  "x-amz-tenant-id",
  // Written by the front door, and by the proxy after checking them.
  "host",
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-port",
  // The proxy has all of the body, so it states the length itself and waits for nothing.
  "content-length",
  "expect",
  // Rack 3 takes scheme, host and client from it before it looks at X-Forwarded-*.
  "forwarded",
  // Schemes: of older servers and of IIS.
  "x-url-scheme",
  "x-scheme",
  "front-end-https",
  // Hosts and paths, as IIS and other front servers rewrite them.
  "x-host",
  "x-original-host",
  "x-original-url",
  "x-rewrite-url",
  // Prefixes: mounted apps and WSGI's custom.
  "x-script-name",
  // Clients. Rails fails a request whose Client-Ip is not in X-Forwarded-For; WEBrick believes it.
  "client-ip",
  "x-client-ip",
  "x-real-ip",
  // Rack::Sendfile: older ones answer with a path in place of the file, newer ones map it by this.
  "x-sendfile-type",
  "x-accel-mapping",
]);

/**
 * All others of X-Forwarded-*: Rack and Puma read -Scheme, they and Unicorn -Ssl, WEBrick -Server, apps -Prefix and
 * -User. What a load balancer would write about who signed in. What the proxy and the gem say to each other.
 */
const FAMILIES = /^x-(?:forwarded|amzn-oidc|amzn-mtls|megamode)-/;

/** Whether a header is none of the client's business. @param name in lower case */
export function isNotTheClients(name: string): boolean {
  return NAMES.has(name) || FAMILIES.test(name) || hasUnderscore(name) || isHopByHop(name);
}

/** Whether Rack would give a header the name of its twin with dashes: `X_Forwarded_For` is HTTP_X_FORWARDED_FOR. */
export function hasUnderscore(name: string): boolean {
  return name.includes("_");
}
