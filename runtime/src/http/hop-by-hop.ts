import type { HeaderLines } from "./message.ts";

/** Headers of one connection (RFC 9110, 7.6.1), and `Proxy`, which CGI takes for HTTP_PROXY (httpoxy.org). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The lines without those of one connection, nor those that `Connection` names. */
export function withoutHopByHop(headers: HeaderLines): HeaderLines {
  const named = headers
    .filter(([name]) => name.toLowerCase() === "connection")
    .flatMap(([, value]) => value.split(","))
    .map((name) => name.trim().toLowerCase());
  const dropped = new Set([...HOP_BY_HOP, ...named]);
  return headers.filter(([name]) => !dropped.has(name.toLowerCase()));
}
