import { STREAM_VALUE, STREAM_VARIABLE } from "../../../contract/response-mode.ts";
import type { HttpRequest, HttpResponse, ResponseHead } from "../http/message.ts";
import type { Adapter, Invocation } from "./adapter.ts";
import { buildRequest, pathOf, textOf } from "./build-request.ts";
import { headerPairs, queryPairs } from "./pairs.ts";
import { decode, splitPath, unfit } from "./path.ts";
import { PAYLOAD_LIMIT } from "./payload-limit.ts";
import { encodeQuery } from "./query.ts";
import { encodeBody } from "./response-body.ts";
import { gatewayWarnings } from "./response-warnings.ts";
import { multiValueHeaders } from "./result-headers.ts";

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
  readonly stageVariables?: Readonly<Record<string, string>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext?: {
    readonly resourceId?: string;
    readonly path?: string;
    readonly stage?: string;
    readonly apiId?: string;
    readonly domainName?: string;
    readonly identity?: { readonly sourceIp?: string };
  } | null;
}

export interface RestApiResult {
  readonly statusCode: number;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

export const restApi: Adapter<RestApiEvent> = {
  name: "REST API",
  limit: PAYLOAD_LIMIT,
  matches: isRestApiEvent,
  toRequest,
  toResult,
  toPrelude,
  warnings: (_event, response) => gatewayWarnings(response.headers),
};

function isRestApiEvent(value: unknown): value is RestApiEvent {
  const event = Object(value);
  const context = Object(event.requestContext);
  return (
    typeof event.httpMethod === "string" &&
    (event.version ?? undefined) === undefined &&
    (context.resourceId ?? event.resource ?? undefined) !== undefined
  );
}

function toRequest(event: RestApiEvent, invocation: Invocation): HttpRequest {
  const full = event.requestContext?.path;
  // A test in API Gateway's console writes the resource's template there: `/{proxy+}`.
  const known = full && full !== event.resource ? pathOf(full) : undefined;
  return eventToRequest(event, splitEvent(event, known), invocation);
}

/** Splits the path by what the resource matched. @param fullPath with stage or base path, if it is known */
export function splitEvent(event: RestApiEvent, fullPath?: string): ReturnType<typeof splitPath> {
  const path = pathOf(event.path);
  const resource = typeof event.resource === "string" ? event.resource : undefined;
  const greedyName = /\{([^{}]+)\+\}$/.exec(resource ?? "")?.[1];
  // It may be decoded, so that a line break in it is no harm: it is compared only.
  const greedy = greedyName && (Object(event.pathParameters)[greedyName] ?? undefined);
  const known = greedy === undefined ? undefined : textOf(greedy, "pathParameters");
  const split = splitPath(path, resource, known, fullPath ?? path);
  // A parameter of one segment had an encoded slash, and the path is decoded: what stands before the slash is the client's.
  for (const [name, value] of Object.entries(Object(event.pathParameters))) {
    const slash = name !== greedyName && typeof value === "string" && value.includes("/");
    if (slash && !decode(split.path).includes(value)) throw unfit();
  }
  return split;
}

/** What is common to the events that API Gateway writes in this format. */
export function eventToRequest(
  event: RestApiEvent,
  split: ReturnType<typeof splitPath>,
  invocation: Invocation,
): HttpRequest {
  const { httpMethod: method, requestContext, body, isBase64Encoded } = event;
  const { domainName, identity } = Object(requestContext);
  const parts = {
    method,
    split,
    query: encodeQuery(
      queryPairs(event.queryStringParameters, event.multiValueQueryStringParameters),
    ),
    headers: headerPairs(event.headers, event.multiValueHeaders),
    origin: { domainName, sourceIp: identity?.sourceIp, requestContext },
    body,
    isBase64Encoded,
  };
  return buildRequest(parts, invocation);
}

/** Uses `multiValueHeaders` only: API Gateway merges both maps, and would duplicate what is in both. */
export function toResult(event: RestApiEvent, response: HttpResponse): RestApiResult {
  return {
    statusCode: response.status,
    multiValueHeaders: multiValueHeaders(response.headers),
    ...encodeBody(event.httpMethod, response),
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html */
function toPrelude(event: RestApiEvent, { status, headers }: ResponseHead): unknown {
  if (Object(event.stageVariables)[STREAM_VARIABLE] !== STREAM_VALUE) return undefined;
  return { statusCode: status, multiValueHeaders: multiValueHeaders(headers) };
}
