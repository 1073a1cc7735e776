import type { HttpRequest, HttpResponse, ResponseHead } from "../http/message.ts";
import type { Adapter, Invocation } from "./adapter.ts";
import { buildRequest, pathOf } from "./build-request.ts";
import { headerPairs, type Pairs, queryPairs } from "./pairs.ts";
import { splitFront } from "./path.ts";
import { joinQuery } from "./query.ts";
import { encodeBody } from "./response-body.ts";
import type { Warning } from "./response-warnings.ts";
import { multiValueHeaders, singleHeaders } from "./result-headers.ts";
import { addressOf } from "./source-address.ts";

/** The event of an Application Load Balancer. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html */
export interface LoadBalancerEvent {
  readonly httpMethod: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string>> | null;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[]>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: { readonly elb: { readonly targetGroupArn?: string } };
}

export interface LoadBalancerResult {
  readonly statusCode: number;
  readonly statusDescription: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

export const loadBalancer: Adapter<LoadBalancerEvent> = {
  name: "Application Load Balancer",
  limit: 1024 * 1024,
  matches: (value: unknown): value is LoadBalancerEvent => {
    const { httpMethod, requestContext } = Object(value);
    return (
      typeof httpMethod === "string" && (Object(requestContext).elb ?? undefined) !== undefined
    );
  },
  toRequest,
  toResult,
  warnings,
};

function toRequest(event: LoadBalancerEvent, invocation: Invocation): HttpRequest {
  const { httpMethod: method, requestContext, body, isBase64Encoded } = event;
  const headers = headerPairs(event.headers, event.multiValueHeaders);
  const parts = {
    method,
    split: splitFront(pathOf(event.path), ""),
    query: joinQuery(
      queryPairs(event.queryStringParameters, event.multiValueQueryStringParameters),
    ),
    headers,
    origin: { domainName: undefined, sourceIp: appended(headers), requestContext },
    body,
    isBase64Encoded,
  };
  return buildRequest(parts, invocation);
}

/** The address that the load balancer appended to X-Forwarded-For. */
function appended(headers: Pairs): string | undefined {
  const [, value] = headers.findLast(([name]) => /^x-forwarded-for$/i.test(name)) ?? [];
  return addressOf(value?.split(",").at(-1));
}

/** Answers in the form in which the event's headers came: a target group has multi-value headers or has not. */
function toResult(event: LoadBalancerEvent, response: HttpResponse): LoadBalancerResult {
  const { status } = response;
  return {
    statusCode: status,
    statusDescription: `${status} ${nameOf(status) ?? "Unknown"}`,
    ...(takesLists(event)
      ? { multiValueHeaders: multiValueHeaders(response.headers) }
      : { headers: singleHeaders(response.headers) }),
    ...encodeBody(event.httpMethod, response),
  };
}

function warnings(event: LoadBalancerEvent, head: ResponseHead): readonly Warning[] {
  const cookies = head.headers.filter(([name]) => /^set-cookie$/i.test(name));
  if (takesLists(event) || cookies.length < 2) return [];
  const text =
    "The load balancer takes one Set-Cookie, so that only the last one of a response arrives. Turn on lambda.multi_value_headers.enabled of the target group.";
  return [{ key: "cookies", text }];
}

function takesLists(event: LoadBalancerEvent): boolean {
  return typeof event.multiValueHeaders === "object" && event.multiValueHeaders !== null;
}

/** Node's HTTP module is loaded here: no cold start of another front door needs it. */
function nameOf(status: number): string | undefined {
  return process.getBuiltinModule("node:http").STATUS_CODES[status];
}
