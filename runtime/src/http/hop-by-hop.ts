import { Header } from "../../../contract/headers.ts";
import type { HeaderLines } from "./message.ts";

/**
 * Headers that concern one connection only (RFC 9110, 7.6.1), what the gem tells the proxy on it, and `Proxy`, which CGI
 * passes on as HTTP_PROXY (httpoxy.org).
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

/** Whether a header concerns one connection only. @param name in lower case */
export function isHopByHop(name: string): boolean {
  return HOP_BY_HOP.has(name);
}

/** Returns the names, in lower case, in a value of `Connection`. */
export function namesIn(value: string): string[] {
  return value.split(",").map((name) => name.trim().toLowerCase());
}

/** Drops the lines that concern one connection only, including those that `Connection` names. */
export function withoutHopByHop(headers: HeaderLines): HeaderLines {
  const kept: HeaderLines[number][] = [];
  const named: string[] = [];
  for (const line of headers) {
    const name = line[0].toLowerCase();
    if (name === "connection") named.push(...namesIn(line[1]));
    if (!HOP_BY_HOP.has(name)) kept.push(line);
  }
  return named.length === 0 ? kept : kept.filter(([name]) => !named.includes(name.toLowerCase()));
}
