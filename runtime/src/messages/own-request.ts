import type { Invocation } from "../events/adapter.ts";
import { requestHeaders } from "../events/request-headers.ts";
import type { HttpRequest } from "../http/message.ts";

/** Makes a GET of our own, as the front door would send it. @param agent the User-Agent */
export function ownRequest(
  path: string,
  { host, prefix }: { readonly host: string; readonly prefix: string },
  agent: string,
  invocation: Invocation,
): HttpRequest {
  const origin = { domainName: host, sourceIp: "127.0.0.1", requestContext: null };
  const client = [
    ["host", host],
    ["accept", "*/*"],
    ["user-agent", agent],
  ] as const;
  return {
    method: "GET",
    prefix,
    target: path,
    headers: requestHeaders(client, origin, invocation),
  };
}
