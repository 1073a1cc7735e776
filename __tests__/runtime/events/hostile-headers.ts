import { proxyEvent } from "../../../local/gateway/event/event.ts";
import { matchResource } from "../../../local/gateway/match.ts";
import type { Resource } from "../../../local/services/apigateway/model.ts";
import type { RestApiEvent } from "../../../runtime/src/events/rest-api.ts";
import type { HeaderLines } from "../../../runtime/src/http/message.ts";

/** A public address: an app believes it, where it would skip a private one. */
export const SOURCE = "203.0.113.9";

/** Every header that the proxy or the front door sets, or that Rack, Rails or a server reads as if one of them had. */
export const GUARDED = [
  "Host",
  "Content-Length",
  "Transfer-Encoding",
  "Forwarded",
  "X-Forwarded-For",
  "X-Forwarded-Host",
  "X-Forwarded-Proto",
  "X-Forwarded-Port",
  "X-Forwarded-Scheme",
  "X-Forwarded-Ssl",
  "X-Forwarded-Server",
  "X-Forwarded-Prefix",
  "X-Url-Scheme",
  "X-Scheme",
  "Front-End-Https",
  "X-Original-Url",
  "X-Original-Host",
  "X-Rewrite-Url",
  "Client-Ip",
  "X-Client-Ip",
  "X-Real-Ip",
  "X-Sendfile-Type",
  "X-Accel-Mapping",
  "X-Script-Name",
  "X-Request-Id",
  "X-Amzn-Trace-Id",
  "X-Amzn-Request-Context",
  "X-Amzn-Lambda-Context",
  "X-Amz-Tenant-Id",
  "X-Amzn-Oidc-Identity",
  "X-Megamode-Prefix",
  "X-Megamode-Secret",
  "X-Megamode-Prewarm",
  "Proxy",
  "Expect",
  "Connection",
  "Upgrade",
  "Te",
  "Trailer",
  "Keep-Alive",
] as const;

const VALUES = [
  "evil.example",
  "evil.example:1, other.example",
  "/evil",
  "//evil.example",
  "1.2.3.4",
  `${SOURCE}, 10.0.0.1`,
  "10.9.9.9",
  "::1, nobody, 300.1.1.1:x",
  "for=1.2.3.4;host=evil.example;proto=http",
  "http",
  "https",
  "on",
  "off",
  "0",
  "5",
  "999999",
  "chunked",
  "100-continue",
  "close",
  "{}",
  '{"identity":{"sourceIp":"1.2.3.4"}}',
  "",
  "  ",
];

/** Returns a generator of numbers from 0 up to 1 that gives the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Makes a client's header lines: guarded names with dashes or underscores, in any case, several times, named by Connection. */
export function hostileLines(random: () => number): HeaderLines {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const spelt = (name: string) =>
    [...name]
      .map((c) => (c === "-" && random() < 0.4 ? "_" : c))
      .map((c) => (random() < 0.3 ? c.toUpperCase() : random() < 0.3 ? c.toLowerCase() : c))
      .join("");
  const lines: [string, string][] = [];
  for (let count = 1 + Math.floor(random() * 6); count > 0; count -= 1) {
    const name = pick(GUARDED);
    for (let times = random() < 0.3 ? 3 : 1; times > 0; times -= 1) {
      lines.push([spelt(name), pick(VALUES)]);
    }
  }
  if (random() < 0.5) {
    const named = [pick(GUARDED), pick(GUARDED), "X-Forwarded-For", "host"].map(spelt);
    lines.push([spelt("Connection"), named.join(random() < 0.5 ? ", " : ",")]);
  }
  return lines;
}

const ANY: Resource["methods"] = { ANY: { functionArn: "arn", timeoutInMillis: 1 } };
const RESOURCES: readonly Resource[] = [
  { id: "r0", path: "/", methods: ANY },
  { id: "r1", path: "/{proxy+}", methods: ANY },
];

/** The event that the stand-in for API Gateway makes of a request to stage `dev`; undefined if no resource matches. */
export function arrivedEvent(
  client: HeaderLines,
  { method = "GET", path = "/posts", body = "" } = {},
): RestApiEvent | undefined {
  const match = matchResource(RESOURCES, method, path);
  if (match === undefined) return undefined;
  const arrived = {
    method,
    base: "/dev",
    path,
    rawQuery: "",
    rawHeaders: client.flat(),
    body: Buffer.from(body),
    sourceIp: SOURCE,
    scheme: "https" as const,
    port: 443,
    httpVersion: "1.1",
    time: 0,
  };
  return proxyEvent(arrived, match, {
    apiId: "a",
    account: "1",
    stage: { name: "dev", deploymentId: "d", variables: {}, tags: {}, created: 0, updated: 0 },
    binary: true,
    requestId: "id",
    extendedRequestId: "x",
    traceId: "Root=1",
  }) as unknown as RestApiEvent;
}

/** Puts back what the front door drops today, as if it let the client's lines through: the proxy must not depend on it. */
export function throughLaxDoor(client: HeaderLines, event: RestApiEvent): RestApiEvent {
  const multiValueHeaders: Record<string, readonly string[]> = { ...event.multiValueHeaders };
  const known = new Set(Object.keys(multiValueHeaders).map((name) => name.toLowerCase()));
  for (const [name, value] of client) {
    if (known.has(name.toLowerCase())) continue;
    multiValueHeaders[name] = [...(multiValueHeaders[name] ?? []), value];
  }
  return { ...event, multiValueHeaders };
}
