import { matchRoute } from "../http/routes.ts";
import { targetOf } from "../http/target.ts";
import type { AwsRequest } from "../service.ts";
import { API_GATEWAY_ROUTES } from "../services/apigateway/routes.ts";
import { LAMBDA_ROUTES } from "../services/lambda/routes.ts";
import { s3Operation } from "../services/s3/operation.ts";
import { SCHEDULER_ROUTES } from "../services/scheduler/routes.ts";

/** What a request asks for, under AWS's own name. */
export interface Operation {
  /** Such as `PutObject`. The method and path if the operation is unknown. */
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Names the operation that a request asks for.
 * @param form the parsed body of a query-protocol request
 */
export function operationOf(
  service: string,
  request: Pick<AwsRequest, "method" | "rawPath" | "query" | "headers">,
  form: URLSearchParams,
): Operation {
  const unknown = { name: `${request.method} ${request.rawPath}`, params: {} };
  switch (service) {
    case "s3":
      return { name: s3Operation(request), params: {} };
    case "iam":
    case "sts":
      return { name: form.get("Action") ?? unknown.name, params: Object.fromEntries(form) };
    case "lambda":
      return named(matchRoute(LAMBDA_ROUTES, request)) ?? unknown;
    case "apigateway":
      return named(matchRoute(API_GATEWAY_ROUTES, request)) ?? unknown;
    case "scheduler":
      return named(matchRoute(SCHEDULER_ROUTES, request)) ?? unknown;
    case "logs":
    case "secretsmanager":
    case "ssm":
      return { name: targetOf(service, request.headers) ?? unknown.name, params: {} };
    default:
      return unknown;
  }
}

function named(routed: ReturnType<typeof matchRoute>): Operation | undefined {
  return routed && { name: routed.operation, params: routed.params };
}
