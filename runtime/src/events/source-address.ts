import { isIP } from "node:net";

/** Addresses that Rack and Rails take for a proxy's: they look further back in the list for the client. */
const PRIVATE =
  /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)|^(::1$|f[cd]..:|fe80:)/i;

/** Returns the address that the front door saw; undefined if it names none, as in a test in its console. */
export function sourceAddress(sourceIp: string | undefined): string | undefined {
  const address = sourceIp?.trim() ?? "";
  return isIP(address) ? address : undefined;
}

/**
 * Makes X-Forwarded-For end with the source address. What a client sent before it stays, for apps that know the proxies
 * in front of them; a later address is CloudFront's, which stands in front of an API that is not regional. A private
 * source is alone: behind it, Rack and Rails would believe whatever the client sent.
 * @param lines the values of the front door's own header
 */
export function forwardedFor(
  lines: readonly string[],
  source: string | undefined,
): string | undefined {
  if (source === undefined || PRIVATE.test(source)) return source;
  const sent = lines.flatMap((line) => line.split(/[\s,]+/)).filter((part) => part !== "");
  const last = sent.lastIndexOf(source);
  return [...(last === -1 ? sent : sent.slice(0, last)), source].join(", ");
}
