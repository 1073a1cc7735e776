import { isIP } from "node:net";

/** Addresses that Rack and Rails take for a proxy's: they look further back in the list for the client. */
const PRIVATE =
  /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)|^(::1$|f[cd]..:|fe80:)/i;

/** Returns the address that the front door saw; undefined if it names none, as in a test in its console. */
export function sourceAddress(sourceIp: unknown): string | undefined {
  const address = typeof sourceIp === "string" ? sourceIp.trim() : "";
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
  const sent = addresses(lines);
  const last = lastOf(sent, source);
  return [...(last === -1 ? sent : sent.slice(0, last)), source].join(", ");
}

/**
 * Returns the address that a CDN vouches for: the one that it wrote into X-Forwarded-For, before the front door wrote
 * the CDN's own; undefined if there is none.
 * @param lines the values of the front door's own header
 * @param source the address that the front door saw, which is the CDN's
 */
export function addressBefore(
  lines: readonly string[],
  source: string | undefined,
): string | undefined {
  const sent = addresses(lines);
  const own = source === undefined ? -1 : lastOf(sent, source);
  return own > 0 ? sourceAddress(sent[own - 1]) : undefined;
}

/**
 * Returns the address of CloudFront-Viewer-Address, which also holds a port; undefined if it holds none.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
 */
export function viewerAddress(value: string | undefined): string | undefined {
  return sourceAddress(
    value
      ?.trim()
      .replace(/:\d+$/, "")
      .replace(/^\[(.*)\]$/, "$1"),
  );
}

/** Returns an address, behind which a load balancer may write the client's port; undefined if there is none. */
export function addressOf(text: string | undefined): string | undefined {
  return sourceAddress(text) ?? viewerAddress(text);
}

function lastOf(sent: readonly string[], source: string): number {
  return sent.findLastIndex((one) => addressOf(one) === source);
}

function addresses(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(/[\s,]+/)).filter((part) => part !== "");
}
