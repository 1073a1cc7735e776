import type { HttpRequest, HttpResponse } from "../http/message.ts";
import type { Adapter, Invocation } from "./adapter.ts";
import { buildRequest, pathOf, textOf } from "./build-request.ts";
import { headerPairs } from "./pairs.ts";
import { splitFront } from "./path.ts";
import { PAYLOAD_LIMIT } from "./payload-limit.ts";
import { escapeQuery } from "./query.ts";
import { encodeBody } from "./response-body.ts";
import { gatewayWarnings } from "./response-warnings.ts";
import { headersAndCookies } from "./result-headers.ts";
import { onOwnDomain, stagePath } from "./stage.ts";

/** The event of an HTTP API with payload format 2.0. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export interface HttpApi2Event {
  readonly version: "2.0";
  readonly rawPath: string;
  readonly rawQueryString?: string | null;
  readonly cookies?: readonly string[] | null;
  readonly headers?: Readonly<Record<string, string>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly http: { readonly method: string; readonly sourceIp?: string };
    readonly stage?: string;
    readonly apiId?: string;
    readonly domainName?: string;
  };
}

export interface HttpApi2Result {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

export const httpApi2: Adapter<HttpApi2Event> = {
  name: "HTTP API (payload 2.0)",
  limit: PAYLOAD_LIMIT,
  matches: (value: unknown): value is HttpApi2Event => {
    const { version, requestContext } = Object(value);
    return version === "2.0" && typeof Object(Object(requestContext).http).method === "string";
  },
  toRequest,
  toResult,
  warnings: (_event, response) => gatewayWarnings(response.headers),
};

/** A named stage is in the path on every domain; a client sees it on the API's own only. */
function toRequest(event: HttpApi2Event, invocation: Invocation): HttpRequest {
  const { requestContext, rawQueryString, headers, cookies, body, isBase64Encoded } = event;
  const { http, domainName } = requestContext;
  const split = splitFront(pathOf(event.rawPath), stagePath(requestContext));
  const parts = {
    method: http.method,
    split: onOwnDomain(requestContext) ? split : { ...split, prefix: "" },
    query: escapeQuery(textOf(rawQueryString ?? "", "rawQueryString")),
    // A Function URL sends the cookies as a header too. The list wins.
    headers: headerPairs(headers, { cookie: cookies }),
    origin: { domainName, sourceIp: http.sourceIp, requestContext },
    body,
    isBase64Encoded,
  };
  return buildRequest(parts, invocation);
}

function toResult(event: HttpApi2Event, response: HttpResponse): HttpApi2Result {
  return {
    statusCode: response.status,
    ...headersAndCookies(response.headers),
    ...encodeBody(event.requestContext.http.method, response),
  };
}
