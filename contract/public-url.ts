/** A stage's URL behind a CDN, in the parts that the app sees. */
export interface PublicUrl {
  /** With the port, if it is not 443. */
  readonly host: string;
  readonly port: string;
  /** SCRIPT_NAME: the URL's path without a trailing slash, such as `/shop`, or empty. */
  readonly prefix: string;
}

const HOSTNAME = /^[a-z0-9.-]+$/;
const SEGMENTS = /^(\/(?!\.{1,2}(\/|$))[\w.~-]+)*\/?$/;

/** @throws Error that says what the URL must be, without the URL: it may hold a password */
export function parsePublicUrl(text: string): PublicUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // What `URL` would resolve or escape (`..`, `\`, spaces) is compared with what was written.
  const written = /^https:\/\/[^/?#\\@\s]+(\/[^?#]*)?$/.exec(text);
  const path = written?.[1] ?? "";
  if (!url || !written || !HOSTNAME.test(url.hostname) || !SEGMENTS.test(path)) {
    throw new Error(
      `must be an https URL such as \`https://www.example.com\` or \`https://example.com/shop\`, without user, query and fragment.`,
    );
  }
  return { host: url.host, port: url.port || "443", prefix: path.replace(/\/$/, "") };
}
