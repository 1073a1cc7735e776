import { partitionOf } from "../partition.ts";
import { jsonObject } from "./json-object.ts";
import type { Operation } from "./operation.ts";

/** What of a request decides which permission it needs. */
export interface Asked {
  readonly method: string;
  readonly rawPath: string;
  readonly query: URLSearchParams;
}

type ToAction = (
  operation: Operation,
  request: Asked,
  place: string,
  body: Buffer | undefined,
) => readonly [action: string, resource: string];

const ACTIONS: Readonly<Record<string, ToAction>> = {
  lambda: (operation, request, place, body) => [
    `lambda:${operation.name === "Invoke" ? "InvokeFunction" : operation.name}`,
    functionArn(
      operation.params.FunctionName ?? createdFunction(operation.name, body),
      request.query.get("Qualifier"),
      place,
    ),
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
  apigateway: (_, request, place) => [
    `apigateway:${request.method}`,
    `arn:${partitionOf(place)}:apigateway:${place.split(":")[0]}::${request.rawPath}`,
  ],
  scheduler: (operation, _, place) => [
    `scheduler:${operation.name}`,
    operation.params.Name === undefined
      ? "*"
      : `arn:${partitionOf(place)}:scheduler:${place}:schedule/default/${operation.params.Name}`,
  ],
  // The resource that AWS names: https://github.com/anomalyco/sst/issues/4256
  logs: (operation, _, place, body) => [
    `logs:${operation.name}`,
    `arn:${partitionOf(place)}:logs:${place}:log-group:${jsonObject(body).logGroupName}:log-stream:`,
  ],
  iam: (operation, _, place) => [
    `iam:${operation.name}`,
    operation.params.RoleName === undefined
      ? "*"
      : `arn:${partitionOf(place)}:iam::${place.split(":")[1]}:role/${operation.params.RoleName}`,
  ],
};

/**
 * Returns the action that a request needs permission for, and on which resource.
 * @param place `<region>:<account>`
 */
export function actionOn(
  service: string,
  ...asked: Parameters<ToAction>
): readonly [action: string, resource: string] {
  return ACTIONS[service]!(...asked);
}

function createdFunction(operation: string, body: Buffer | undefined): string | undefined {
  const name = operation === "CreateFunction" ? jsonObject(body).FunctionName : undefined;
  return typeof name === "string" ? name : undefined;
}

/** A request names a function by its name, `name:qualifier` or its ARN. */
function functionArn(name: string | undefined, qualifier: string | null, place: string): string {
  if (name === undefined) return "*";
  const arn = name.startsWith("arn:")
    ? name
    : `arn:${partitionOf(place)}:lambda:${place}:function:${name}`;
  return qualifier === null ? arn : `${arn}:${qualifier}`;
}
