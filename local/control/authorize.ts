import { AwsError, type Principal } from "../service.ts";
import type { Operation } from "./operation.ts";

/** Whether a principal's policies let it do something. */
export type Permits = (principal: Principal, action: string, resource: string) => boolean;

/**
 * Refuse what a role's session may not do. S3 is not asked here: what it answers depends on whether the
 * object exists. Anybody may ask who they are.
 */
export function authorize(
  service: string,
  operation: Operation,
  request: { readonly method: string; readonly rawPath: string; readonly query: URLSearchParams },
  caller: { readonly principal: Principal; readonly region: string; readonly permits: Permits },
): void {
  if (service === "s3" || service === "sts") return;
  const { principal, region, permits } = caller;
  const [action, resource] = ACTIONS[service]!(
    operation,
    request,
    `${region}:${principal.account}`,
  );
  if (permits(principal, action, resource)) return;
  throw new AwsError(
    403,
    service === "iam" ? "AccessDenied" : "AccessDeniedException",
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  );
}

type ToAction = (
  operation: Operation,
  request: { readonly method: string; readonly rawPath: string; readonly query: URLSearchParams },
  place: string,
) => readonly [action: string, resource: string];

const ACTIONS: Readonly<Record<string, ToAction>> = {
  lambda: (operation, request, place) => [
    `lambda:${operation.name === "Invoke" ? "InvokeFunction" : operation.name}`,
    functionArn(operation.params.FunctionName, request.query.get("Qualifier"), place),
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
  apigateway: (_, request, place) => [
    `apigateway:${request.method}`,
    `arn:aws:apigateway:${place.split(":")[0]}::${request.rawPath}`,
  ],
  scheduler: (operation, _, place) => [
    `scheduler:${operation.name}`,
    operation.params.Name === undefined
      ? "*"
      : `arn:aws:scheduler:${place}:schedule/default/${operation.params.Name}`,
  ],
  iam: (operation, _, place) => [
    `iam:${operation.name}`,
    operation.params.RoleName === undefined
      ? "*"
      : `arn:aws:iam::${place.split(":")[1]}:role/${operation.params.RoleName}`,
  ],
};

/** A function may be named by its name, `name:qualifier` or its ARN. */
function functionArn(name: string | undefined, qualifier: string | null, place: string): string {
  if (name === undefined) return "*";
  const arn = name.startsWith("arn:") ? name : `arn:aws:lambda:${place}:function:${name}`;
  return qualifier === null ? arn : `${arn}:${qualifier}`;
}
