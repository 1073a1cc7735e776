import type { HttpApi1Event } from "../../../runtime/src/events/http-api-1.ts";
import type { HttpApi2Event } from "../../../runtime/src/events/http-api-2.ts";
import type { LoadBalancerEvent } from "../../../runtime/src/events/load-balancer.ts";
import { restEvent } from "./rest-event.ts";

/** The domain of an API itself, and a Function URL's. */
export const OWN_DOMAIN = "abc.execute-api.eu-west-1.amazonaws.com";
export const URL_DOMAIN = "abcd.lambda-url.eu-west-1.on.aws";

/** A GET of `/posts` through the stage `dev` of an HTTP API with payload 1.0, with changes. */
export function httpApi1Event(
  { domainName = OWN_DOMAIN, stage = "dev", path = "/dev/posts" } = {},
  changes: Partial<HttpApi1Event> = {},
): HttpApi1Event {
  return {
    ...restEvent(),
    version: "1.0",
    resource: "$default",
    path,
    pathParameters: null as never,
    headers: { Host: domainName },
    multiValueHeaders: { Host: [domainName] },
    requestContext: {
      resourceId: "$default",
      path: "/dev/posts",
      stage,
      apiId: "abc",
      domainName,
      identity: { sourceIp: "203.0.113.9" },
    },
    ...changes,
  };
}

/** The same with payload 2.0. */
export function httpApi2Event(
  { domainName = OWN_DOMAIN, stage = "dev", rawPath = "/dev/posts", method = "GET" } = {},
  changes: Partial<HttpApi2Event> = {},
): HttpApi2Event {
  return {
    version: "2.0",
    rawPath,
    rawQueryString: "",
    headers: { host: domainName, "x-forwarded-for": "203.0.113.9" },
    isBase64Encoded: false,
    requestContext: {
      http: { method, sourceIp: "203.0.113.9" },
      stage,
      apiId: "abc",
      domainName,
    },
    ...changes,
  };
}

/** A GET of `/posts` through a Function URL, with changes. */
export function functionUrlEvent(changes: Partial<HttpApi2Event> = {}): HttpApi2Event {
  const event = httpApi2Event({ domainName: URL_DOMAIN, stage: "$default", rawPath: "/posts" });
  return { ...event, ...changes };
}

/** A GET of `/posts` through a load balancer whose target group has no multi-value headers, with changes. */
export function loadBalancerEvent(changes: Partial<LoadBalancerEvent> = {}): LoadBalancerEvent {
  return {
    httpMethod: "GET",
    path: "/posts",
    headers: {
      host: "lb.example",
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-port": "80",
      "x-forwarded-proto": "http",
    },
    queryStringParameters: {},
    body: "",
    isBase64Encoded: false,
    requestContext: { elb: { targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:1:t" } },
    ...changes,
  };
}

/** The same with multi-value headers. */
export function multiValueEvent(changes: Partial<LoadBalancerEvent> = {}): LoadBalancerEvent {
  const { headers, queryStringParameters: _, ...event } = loadBalancerEvent();
  const lists = Object.entries(headers ?? {}).map(([name, value]) => [name, [value]]);
  return {
    ...event,
    multiValueHeaders: Object.fromEntries(lists),
    multiValueQueryStringParameters: {},
    ...changes,
  };
}
