import type { Invocation } from "../../../runtime/src/events/adapter.ts";
import type { RestApiEvent } from "../../../runtime/src/events/rest-api.ts";

export const invocation: Invocation = {
  context: {
    awsRequestId: "3b95bd71-0000-4000-8000-000000000000",
    functionName: "blog-dev",
    functionVersion: "7",
    invokedFunctionArn: "arn:aws:lambda:eu-west-1:1:function:blog-dev:live",
    memoryLimitInMB: "1769",
    getRemainingTimeInMillis: () => 60_000,
  },
  traceId: "Root=1-2-3",
};

/** A GET of `/posts` in stage `dev`, as execute-api sends it, with changes. */
export function restEvent(changes: Partial<RestApiEvent> = {}): RestApiEvent {
  const path = changes.path ?? "/posts";
  return {
    resource: "/{proxy+}",
    path,
    httpMethod: "GET",
    headers: { Host: "abc.execute-api.eu-west-1.amazonaws.com" },
    multiValueHeaders: { Host: ["abc.execute-api.eu-west-1.amazonaws.com"] },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: { proxy: path.slice(1) },
    body: null,
    isBase64Encoded: false,
    ...changes,
    requestContext: {
      resourceId: "r1",
      path: `/dev${path}`,
      domainName: "abc.execute-api.eu-west-1.amazonaws.com",
      identity: { sourceIp: "203.0.113.9" },
      ...changes.requestContext,
    },
  };
}
