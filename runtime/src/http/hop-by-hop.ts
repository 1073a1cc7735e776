import { Header } from "../../../contract/headers.ts";
import type { HeaderLines } from "./message.ts";

/**
 * Headers that concern one connection only (RFC 9110, 7.6.1), what the gem tells the proxy on it, and `Proxy`, which CGI passes on as HTTP_PROXY
 * (httpoxy.org).
 */
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
  Header.log,
]);

/** Drops the lines that concern one connection only, including those that `Connection` names. */
export function withoutHopByHop(headers: HeaderLines): HeaderLines {
  const named = headers
    .filter(([name]) => name.toLowerCase() === "connection")
    .flatMap(([, value]) => value.split(","))
    .map((name) => name.trim().toLowerCase());
  const dropped = new Set([...HOP_BY_HOP, ...named]);
  return headers.filter(([name]) => !dropped.has(name.toLowerCase()));
}
