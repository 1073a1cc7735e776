import { parsePublicUrl } from "../../../contract/public-url.ts";
import { parseTrustedProxy } from "../../../contract/trusted-proxy.ts";
import { lines } from "./list.ts";

/** Parses the stage's URL behind a CDN. @returns it without a trailing slash */
export function publicUrl(text: string): string {
  const { host, prefix } = parsePublicUrl(text);
  return `https://${host}${prefix}`;
}

/** Parses lines that say what a CDN may set. @returns them as the proxy reads them */
export function trustedProxyHeaders(text: string): string {
  const { names, header, variable } = parseTrustedProxy(lines(text));
  return [...names, `${header}=${variable}`].join(" ");
}
