import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Readable } from "node:stream";

/** What a client receives. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** A stream that fails before its end breaks the client's connection. */
  readonly body: Buffer | Readable;
}

// Headers that are renamed on their way to the client. The table "API Gateway header restrictions" lists them:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
const REMAPPED = new Map(
  [
    "Authorization",
    "Connection",
    "Content-Length",
    "Content-MD5",
    "Date",
    "Expect",
    "Host",
    "Max-Forwards",
    "Proxy-Authenticate",
    "Server",
    "Trailer",
    "Upgrade",
    "User-Agent",
    "WWW-Authenticate",
    "X-Amzn-RequestId",
  ].map((name) => [name.toLowerCase(), `x-amzn-Remapped-${name}`]),
);
const DROPPED = new Set(["transfer-encoding"]);
const MEMBERS = ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"];

/**
 * Turns a function's result into a response. Undefined if it is not one, which API Gateway answers with 502.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 * @param binary whether the client's Accept is a binary media type of the API
 */
export function proxyResponse(payload: Buffer, binary: boolean): ApiResponse | undefined {
  const parsed = proxyHead(payload, MEMBERS);
  if (parsed === undefined) return undefined;
  const { head, result } = parsed;
  const decoded = binary && result.isBase64Encoded === true;
  return { ...head, body: Buffer.from(result.body ?? "", decoded ? "base64" : "utf8") };
}

/** Reads status and headers of a function's result. @param members that it may have */
export function proxyHead(
  payload: Buffer,
  members: readonly string[],
): { head: Omit<ApiResponse, "body">; result: ProxyResult } | undefined {
  const result = parseResult(payload, members);
  if (result === undefined) return undefined;
  const headers = mergeHeaders(result.headers ?? {}, result.multiValueHeaders ?? {});
  for (const cookie of result.cookies ?? []) headers.push(["Set-Cookie", cookie]);
  if (!headers.every(isSendable)) return undefined;
  if (!headers.some(([name]) => name.toLowerCase() === "content-type")) {
    headers.push(["Content-Type", "application/json"]);
  }
  return { head: { status: Number(result.statusCode), headers }, result };
}

interface ProxyResult {
  readonly statusCode: number | string;
  readonly headers?: Readonly<Record<string, string | number | boolean>> | null;
  readonly multiValueHeaders?: Readonly<
    Record<string, readonly (string | number | boolean)[]>
  > | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  /** Of a response that is streamed. */
  readonly cookies?: readonly string[];
}

function parseResult(payload: Buffer, members: readonly string[]): ProxyResult | undefined {
  let value: unknown;
  try {
    value = JSON.parse(payload.toString("utf8"));
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const result = value as Record<string, unknown>;
  const fits =
    Object.keys(result).every((name) => members.includes(name)) &&
    /^[2-5]\d\d$/.test(String(result.statusCode)) &&
    isMap(result.headers, isScalar) &&
    isMap(result.multiValueHeaders, (item) => Array.isArray(item) && item.every(isScalar)) &&
    (result.body === undefined || result.body === null || typeof result.body === "string") &&
    (result.isBase64Encoded === undefined || typeof result.isBase64Encoded === "boolean") &&
    (result.cookies === undefined ||
      (Array.isArray(result.cookies) && result.cookies.every((one) => typeof one === "string")));
  return fits ? (value as ProxyResult) : undefined;
}

/** Whether the header can be sent as it is. A line break in its value could add further headers. */
function isSendable([name, value]: readonly [string, string]): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/** Merges both maps. A name that has the same value in both comes once. */
function mergeHeaders(
  single: NonNullable<ProxyResult["headers"]>,
  multiple: NonNullable<ProxyResult["multiValueHeaders"]>,
): [string, string][] {
  const merged: [string, string][] = [];
  for (const [name, values] of Object.entries(multiple)) {
    for (const value of values) merged.push([name, String(value)]);
  }
  for (const [name, value] of Object.entries(single)) {
    const same = merged.some(
      ([other, text]) => other.toLowerCase() === name.toLowerCase() && text === String(value),
    );
    if (!same) merged.push([name, String(value)]);
  }
  return merged
    .filter(([name]) => !DROPPED.has(name.toLowerCase()))
    .map(([name, value]) => [REMAPPED.get(name.toLowerCase()) ?? name, value]);
}

function isMap(value: unknown, fits: (item: unknown) => boolean): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && !Array.isArray(value) && Object.values(value).every(fits);
}

function isScalar(item: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof item);
}
