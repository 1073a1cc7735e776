/** Headers that only a CDN that proves itself may set, in lower case. */
const TRUSTABLE = [
  "x-forwarded-host",
  "forwarded",
  "x-forwarded-for",
  "cloudfront-viewer-address",
] as const;

/** Fewer characters could be guessed. */
export const SHORTEST_SECRET = 16;

/** What a CDN in front of the API may set, and how it proves that it is the CDN. */
export interface TrustedProxyNames {
  /** In lower case. */
  readonly names: readonly string[];
  /** The header that the CDN adds, in lower case. */
  readonly header: string;
  /** The variable of the function's environment that holds the header's value. */
  readonly variable: string;
}

const SECRET = /^(X-[A-Z0-9-]+)\s*=\s*([A-Z_][A-Z0-9_]*)$/i;

/** Names that others set. */
const TAKEN = /^x-(forwarded-|amz|megamode-|request-id$)/i;

/**
 * Parses header names and one `Header-Name=VARIABLE`.
 * @throws Error that says what is wrong
 */
export function parseTrustedProxy(parts: readonly string[]): TrustedProxyNames {
  const secrets = parts.filter((part) => part.includes("="));
  const names = parts.filter((part) => !part.includes("=")).map((name) => name.toLowerCase());
  const wrong = names.find((name) => !TRUSTABLE.some((one) => one === name));
  if (wrong !== undefined || names.length === 0) {
    throw new Error(
      `${wrong ? `\`${wrong}\` cannot be trusted` : "no header is named"}: give \`X-Forwarded-Host\`, \`Forwarded\`, \`X-Forwarded-For\` or \`CloudFront-Viewer-Address\`.`,
    );
  }
  const [, header, variable] = SECRET.exec(secrets[0] ?? "") ?? [];
  if (
    secrets.length !== 1 ||
    header === undefined ||
    variable === undefined ||
    TAKEN.test(header)
  ) {
    // The line may hold the secret itself, so the message does not show it.
    throw new Error(
      "give exactly one line `X-Name=VARIABLE`: the secret header that the CDN adds, and the variable of `environment` that holds its value.",
    );
  }
  return { names, header: header.toLowerCase(), variable };
}
