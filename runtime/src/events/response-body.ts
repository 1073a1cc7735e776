import { isUtf8 } from "node:buffer";
import { type HttpResponse, headerValue } from "../http/message.ts";
import { TEXT_TYPES } from "../http/text-types.ts";

export interface ResultBody {
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const PLAIN: ReadonlySet<string> = new Set(["", "identity"]);

/** How many bytes JSON adds to each byte: `\u0000` is five more, `\n` and `\"` one. */
const ADDED = new Uint8Array(256).fill(5, 0, 32);
for (const byte of Buffer.from('\b\t\n\f\r"\\')) ADDED[byte] = 1;

/**
 * Turns the body into a string. It is text only if the header says so, the bytes are valid text, and the JSON of the
 * text is no longer than base64 would be.
 */
export function encodeBody(method: string, response: HttpResponse): ResultBody {
  const { body, status } = response;
  if (body.length === 0 || !hasBody(method, status)) return { body: "", isBase64Encoded: false };
  const text = isText(response) && jsonBytes(body) <= Math.ceil(body.length / 3) * 4;
  return { body: body.toString(text ? "utf8" : "base64"), isBase64Encoded: !text };
}

/** Returns how many bytes JSON makes of a text, without the quotes around it. */
function jsonBytes(text: Buffer): number {
  const { length } = text;
  let added = 0;
  for (let i = 0; i < length; i += 1) added += ADDED[text[i]!]!;
  return length + added;
}

/** Tells whether an answer to this method with this status has a body at all (RFC 9110, 6.4.1). */
export function hasBody(method: string, status: number): boolean {
  return method !== "HEAD" && status >= 200 && status !== 204 && status !== 304;
}

function isText(response: HttpResponse): boolean {
  for (const [name, value] of response.headers) {
    if (name.length !== 16 || name.toLowerCase() !== "content-encoding") continue;
    if (!PLAIN.has(value.trim().toLowerCase())) return false;
  }
  const [type = "", ...parameters] = (headerValue(response.headers, "content-type") ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const charset = parameters.find((part) => part.startsWith("charset="))?.slice(8);
  const name = charset?.replace(/^"|"$/g, "") ?? "utf-8";
  if (!["utf-8", "utf8", "us-ascii"].includes(name)) return false;
  return TEXT_TYPES.test(type) && isUtf8(response.body);
}
