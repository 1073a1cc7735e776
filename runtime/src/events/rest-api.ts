import { withoutHopByHop } from "../http/hop-by-hop.ts";
import { BadRequestError, type HttpRequest, type HttpResponse } from "../http/message.ts";
import type { Adapter, Invocation } from "./adapter.ts";
import { hasUnderscore } from "./not-the-clients.ts";
import { escapePath, splitPath } from "./path.ts";
import { encodeQuery } from "./query.ts";
import { requestHeaders } from "./request-headers.ts";
import { encodeBody, hasBody } from "./response-body.ts";

/** The proxy event of a REST API. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export interface RestApiEvent {
  readonly httpMethod: string;
  readonly path: string;
  readonly resource?: string;
  readonly headers?: Readonly<Record<string, string>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string>> | null;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[]>> | null;
  readonly pathParameters?: Readonly<Record<string, string>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly resourceId?: string;
    readonly path?: string;
    readonly domainName?: string;
    readonly identity?: { readonly sourceIp?: string };
  };
}

export interface RestApiResult {
  readonly statusCode: number;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

export const restApi: Adapter<RestApiEvent> = {
  name: "REST API",
  matches: isRestApiEvent,
  toRequest,
  toResult,
};

function isRestApiEvent(value: unknown): value is RestApiEvent {
  const event = value as Partial<RestApiEvent & { version: string }> | null | undefined;
  if (typeof event?.httpMethod !== "string" || event.version !== undefined) return false;
  const context = event.requestContext as { resourceId?: string; elb?: unknown } | undefined;
  if (typeof context !== "object" || context === null || context.elb !== undefined) return false;
  return context.resourceId !== undefined || event.resource !== undefined;
}

function toRequest(event: RestApiEvent, invocation: Invocation): HttpRequest {
  const { httpMethod: method, requestContext } = event;
  if (!/^[A-Za-z!#$%&'*+\-.^_`|~0-9]+$/.test(method)) {
    throw new BadRequestError("the method has invalid characters");
  }
  if (/[\r\n\0]/.test(event.path)) throw new BadRequestError("the path has a line break or NUL");
  const greedyName = /\{([^{}]+)\+\}$/.exec(event.resource ?? "")?.[1];
  const greedy = greedyName && event.pathParameters?.[greedyName];
  // A test in API Gateway's console writes the resource's template there: `/{proxy+}`.
  const known = requestContext.path !== event.resource ? requestContext.path : undefined;
  const { prefix, path } = splitPath(event.path, event.resource, greedy, known ?? event.path);
  const lines = headerLines(event);
  const origin = {
    domainName: requestContext.domainName,
    sourceIp: requestContext.identity?.sourceIp,
    requestContext,
  };
  const body = decodeBody(event);
  const declared = body !== undefined || lines.some(([name]) => /^content-length$/i.test(name));
  const sendsLength = body?.length || (declared && /^(POST|PUT|PATCH|DELETE)$/.test(method));
  return {
    method,
    prefix: invocation.publicUrl?.prefix ?? escapePath(prefix),
    target:
      escapePath(path) +
      encodeQuery(event.multiValueQueryStringParameters, event.queryStringParameters),
    headers: [
      ...requestHeaders(lines, origin, invocation),
      ...(sendsLength ? [["content-length", String(body?.length ?? 0)] as const] : []),
    ],
    ...(body?.length ? { body } : {}),
    leftOut: lines.map(([name]) => name).filter(hasUnderscore),
  };
}

function headerLines(event: RestApiEvent): [string, string][] {
  const multi = event.multiValueHeaders ?? {};
  const names = new Set(Object.keys(multi).map((name) => name.toLowerCase()));
  return [
    ...Object.entries(multi).flatMap(([name, values]) =>
      (values ?? []).map((value): [string, string] => [name, String(value)]),
    ),
    ...Object.entries(event.headers ?? {})
      .filter(([name]) => !names.has(name.toLowerCase()))
      .map(([name, value]): [string, string] => [name, String(value)]),
  ];
}

function decodeBody(event: RestApiEvent): Buffer | undefined {
  if (typeof event.body !== "string") return undefined;
  return Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8");
}

/** Uses `multiValueHeaders` only: API Gateway merges both maps, and would duplicate what is in both. */
function toResult(event: RestApiEvent, response: HttpResponse): RestApiResult {
  const headers = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of withoutHopByHop(response.headers)) {
    const key = name.toLowerCase();
    const known = headers.get(key);
    if (known) known.values.push(value);
    else headers.set(key, { name, values: [value] });
  }
  const empty = !hasBody(event.httpMethod, response.status);
  const body = empty ? { body: "", isBase64Encoded: false } : encodeBody(response);
  return {
    statusCode: response.status,
    multiValueHeaders: Object.fromEntries([...headers.values()].map((h) => [h.name, h.values])),
    ...body,
  };
}
