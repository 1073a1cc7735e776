import { type HeaderLines, type HttpRequest, type HttpResponse, headerValue } from "./message.ts";
import { TEXT_TYPES } from "./text-types.ts";

/** Bytes of a body below which nothing is won: it travels in one packet anyway. */
const LEAST = 1400;

/** 4: within 3 % of the size of level 6, which is gzip's own choice, in two thirds of its time (docs/performance.md). */
const LEVEL = 4;

/** What an app says of the very bytes of its body, or of a part of them. */
const OF_THE_BYTES = /^(content-(encoding|range|md5|digest)|(repr-)?digest)$/i;

/** What is true of the plain text only. The app would serve parts of that, and not of what the client has got. */
const OF_THE_PLAIN = /^(accept-ranges|content-length)$/i;

/**
 * Compresses the text of an answer if its client takes gzip and the app leaves it to others. An app that does not says
 * `Cache-Control: no-transform`. An answer with a strong ETag stays as it is: the tag stands for its bytes (RFC 9110,
 * 8.8.3), and a weak one in its place would fail the client's later `If-Match`.
 */
export function compressed(
  { method, headers }: Pick<HttpRequest, "headers" | "method">,
  response: HttpResponse,
): HttpResponse {
  if (method === "HEAD" || !mayBeCompressed(response)) return response;
  const vary = varying(response.headers);
  if (!takesGzip(headers)) return { ...response, headers: vary };
  // Loaded by the first answer that needs it.
  const body = process.getBuiltinModule("node:zlib").gzipSync(response.body, { level: LEVEL });
  const others = vary.filter(([name]) => !OF_THE_PLAIN.test(name));
  return {
    ...response,
    headers: [...others, ["Content-Encoding", "gzip"], ["Content-Length", String(body.length)]],
    body,
  };
}

function mayBeCompressed({ status, headers, body, dropped }: HttpResponse): boolean {
  if (dropped || body.length < LEAST || status < 200 || [204, 206, 304].includes(status))
    return false;
  const [type = ""] = (headerValue(headers, "content-type") ?? "").split(";", 1);
  if (!TEXT_TYPES.test(type.trim().toLowerCase())) return false;
  if (headers.some(([name]) => OF_THE_BYTES.test(name))) return false;
  const tag = headerValue(headers, "etag");
  if (tag !== undefined && !tag.startsWith("W/")) return false;
  return !/(^|,)\s*no-transform\s*(,|$)/i.test(joined(headers, "cache-control"));
}

/** Says that the answer depends on what the client takes, also where this one is not compressed. */
function varying(headers: HeaderLines): HeaderLines {
  const known = /(^|,)\s*(accept-encoding|\*)\s*(,|$)/i.test(joined(headers, "vary"));
  return known ? headers : [...headers, ["Vary", "Accept-Encoding"]];
}

/** Whether a client takes gzip, and likes it no less than the plain text. RFC 9110, 12.5.3 */
function takesGzip(headers: HeaderLines): boolean {
  const weights = new Map<string, number>();
  for (const item of joined(headers, "accept-encoding").toLowerCase().split(",")) {
    const [coding = "", ...parameters] = item.split(";").map((part) => part.trim());
    const weight = parameters.find((parameter) => /^q\s*=/.test(parameter))?.split("=")[1];
    weights.set(coding.replace(/^x-gzip$/, "gzip"), weight === undefined ? 1 : Number(weight));
  }
  const gzip = weights.get("gzip") ?? weights.get("*") ?? 0;
  return gzip > 0 && gzip >= (weights.get("identity") ?? 0);
}

function joined(headers: HeaderLines, wanted: string): string {
  return headers
    .filter(([name]) => name.length === wanted.length && name.toLowerCase() === wanted)
    .map(([, value]) => value)
    .join(",");
}
