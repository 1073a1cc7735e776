import { isUtf8 } from "node:buffer";
import { type HttpResponse, headerValue } from "../http/message.ts";

export interface ResultBody {
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const TEXT_TYPES =
  /^(text\/.*|application\/(json|javascript|ecmascript|xml|yaml|x-yaml|x-javascript|x-www-form-urlencoded)|.*\+(json|xml|yaml))$/;

/** Turns the body into a string. It is text only if the header says so and the bytes are valid text. */
export function encodeBody(response: HttpResponse): ResultBody {
  if (response.body.length === 0) return { body: "", isBase64Encoded: false };
  if (isText(response)) return { body: response.body.toString("utf8"), isBase64Encoded: false };
  return { body: response.body.toString("base64"), isBase64Encoded: true };
}

/** Tells whether an answer to this method with this status has a body at all (RFC 9110, 6.4.1). */
export function hasBody(method: string, status: number): boolean {
  return method !== "HEAD" && status >= 200 && status !== 204 && status !== 304;
}

function isText(response: HttpResponse): boolean {
  const encoding = headerValue(response.headers, "content-encoding")?.trim().toLowerCase();
  if (encoding && encoding !== "identity") return false;
  const [type = "", ...parameters] = (headerValue(response.headers, "content-type") ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const charset = parameters.find((part) => part.startsWith("charset="))?.slice(8);
  const name = charset?.replace(/^"|"$/g, "") ?? "utf-8";
  if (!["utf-8", "utf8", "us-ascii"].includes(name)) return false;
  return TEXT_TYPES.test(type) && isUtf8(response.body);
}
