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

const NONE: ReadonlySet<string> = new Set();

/** Whether a header concerns one connection only. @param name in lower case */
export function isHopByHop(name: string): boolean {
  return HOP_BY_HOP.has(name);
}

/** Returns the names, in lower case, that `Connection` says concern one connection only. */
export function namedByConnection(headers: HeaderLines): ReadonlySet<string> {
  let names: Set<string> | undefined;
  for (const [name, value] of headers) {
    if (name.length !== 10 || name.toLowerCase() !== "connection") continue;
    names ??= new Set();
    for (const one of value.split(",")) names.add(one.trim().toLowerCase());
  }
  return names ?? NONE;
}

/** Drops the lines that concern one connection only, including those that `Connection` names. */
export function withoutHopByHop(headers: HeaderLines): HeaderLines {
  const named = namedByConnection(headers);
  return headers.filter(([given]) => {
    const name = given.toLowerCase();
    return !HOP_BY_HOP.has(name) && !named.has(name);
  });
}
