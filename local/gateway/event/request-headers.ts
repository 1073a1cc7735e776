import type { Arrived } from "./arrived.ts";

// Headers that never reach a function. The table "API Gateway header restrictions" lists them:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
const DROPPED = new Set([
  "connection",
  "content-length",
  "content-md5",
  "expect",
  "keep-alive",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "www-authenticate",
]);

// These say how the request really came, whatever the client claims. Only X-Forwarded-For continues the client's.
const OVERWRITTEN = new Set(["host", "x-forwarded-port", "x-forwarded-proto", "x-amzn-trace-id"]);

/** Makes the headers of the event. Names keep the client's case, values their order. */
export function requestHeaders(arrived: Arrived, traceId: string): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  const spelling = new Map<string, string>();
  const forwardedFor: string[] = [];
  for (let index = 0; index < arrived.rawHeaders.length; index += 2) {
    const name = arrived.rawHeaders[index]!;
    const value = arrived.rawHeaders[index + 1]!;
    const lower = name.toLowerCase();
    if (lower === "x-forwarded-for") forwardedFor.push(value);
    if (lower === "x-forwarded-for" || DROPPED.has(lower) || OVERWRITTEN.has(lower)) continue;
    const spelt = spelling.get(lower) ?? name;
    spelling.set(lower, spelt);
    headers.set(spelt, [...(headers.get(spelt) ?? []), value]);
  }
  headers.set("Host", [`localhost:${arrived.port}`]);
  headers.set("X-Amzn-Trace-Id", [traceId]);
  headers.set("X-Forwarded-For", [[...forwardedFor, arrived.sourceIp].join(", ")]);
  headers.set("X-Forwarded-Port", [String(arrived.port)]);
  headers.set("X-Forwarded-Proto", [arrived.scheme]);
  return headers;
}
