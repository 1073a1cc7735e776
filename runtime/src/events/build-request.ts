import { BadRequestError, type HttpRequest } from "../http/message.ts";
import { BREAKS, TOKEN } from "../http/validity.ts";
import type { Invocation } from "./adapter.ts";
import { hasUnderscore } from "./not-the-clients.ts";
import type { Pairs } from "./pairs.ts";
import { escapePath, type SplitPath } from "./path.ts";
import { type Origin, requestHeaders } from "./request-headers.ts";

/** An event of any front door, in the parts that all of them have. */
export interface EventParts {
  readonly method: unknown;
  readonly split: SplitPath;
  /** With its `?`, ready to be sent. */
  readonly query: string;
  readonly headers: Pairs;
  readonly origin: Origin;
  readonly body: unknown;
  readonly isBase64Encoded: unknown;
}

/** Makes the request to the rack server. @throws BadRequestError for what must not be forwarded */
export function buildRequest(parts: EventParts, invocation: Invocation): HttpRequest {
  const { method, split, headers, query } = parts;
  if (!TOKEN.test(textOf(method, "method"))) {
    throw new BadRequestError("the method has invalid characters");
  }
  const body = decodeBody(parts);
  const lines = requestHeaders(headers, parts.origin, invocation);
  const length = body?.length ?? 0;
  const declared = body !== undefined || headers.some(([name]) => /^content-length$/i.test(name));
  if (length > 0 || (declared && /^(POST|PUT|PATCH|DELETE)$/.test(method as string))) {
    lines.push(["content-length", String(length)]);
  }
  return {
    method: method as string,
    prefix: invocation.publicUrl?.prefix ?? escapePath(split.prefix),
    target: escapePath(split.path) + query,
    headers: lines,
    ...(body && length > 0 ? { body } : {}),
    leftOut: headers.map(([name]) => name).filter(hasUnderscore),
  };
}

/** Returns a text of the event. @throws BadRequestError if it is none */
export function textOf(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new BadRequestError(`the event's ${what} is not text`);
}

/** Returns a path of the event. @throws BadRequestError for what is no path, and for a line break or NUL in it */
export function pathOf(value: unknown): string {
  const path = textOf(value, "path");
  if (BREAKS.test(path)) throw new BadRequestError("the path has a line break or NUL");
  return path;
}

function decodeBody({ body, isBase64Encoded = false }: EventParts): Buffer | undefined {
  if (body === null || body === undefined) return undefined;
  const encoding = isBase64Encoded === true ? "base64" : "utf8";
  if (isBase64Encoded === null || typeof isBase64Encoded === "boolean") {
    return Buffer.from(textOf(body, "body"), encoding);
  }
  throw new BadRequestError("the event's isBase64Encoded is neither true nor false");
}
