import { AwsError, type Principal } from "../service.ts";
import { contextOfTags, type RequestContext } from "../services/iam/conditions.ts";
import type { Operation } from "./operation.ts";
import type { ControlPlane } from "./plane.ts";

/** Whether a principal's policies let it do something. */
export type Permits = (
  principal: Principal,
  action: string,
  resource: string,
  context?: RequestContext,
) => boolean;

/** What a call needs permission for. */
type Needed = readonly [action: string, resource: string, context?: RequestContext];

/**
 * Refuses what the caller's policies do not allow. S3 checks permissions itself, because its answer depends on
 * whether the object exists. STS needs no check: everybody may ask who they are.
 */
export function authorize(
  service: string,
  operation: Operation,
  request: { readonly method: string; readonly rawPath: string; readonly query: URLSearchParams },
  body: Buffer | undefined,
  caller: Pick<ControlPlane, "region" | "permits" | "apiTags"> & { readonly principal: Principal },
): void {
  if (service === "s3" || service === "sts") return;
  const { principal, region, permits, apiTags } = caller;
  const place = `${region}:${principal.account}`;
  const [action, resource] = ACTIONS[service]!(operation, request, place, body);
  const api = service === "apigateway" ? apiOf(operation) : undefined;
  const ofTags = api === undefined ? {} : contextOfTags(apiTags(api));
  const needed: Needed[] = [[action, resource, ofTags]];
  const passed = passedRole(operation.name, body);
  if (passed !== undefined) {
    needed.push(["iam:PassRole", passed, { "iam:PassedToService": `${service}.amazonaws.com` }]);
  }
  const tagging = TAGGED_BY[operation.name];
  if (tagging !== undefined && isTagged(operation, body)) needed.push([tagging, resource]);
  for (const [one, on, context] of needed) {
    if (permits(principal, one, on, context)) continue;
    throw new AwsError(
      403,
      service === "iam" ? "AccessDenied" : "AccessDeniedException",
      `User: ${principal.arn} is not authorized to perform: ${one} on resource: ${on} because no identity-based policy allows the ${one} action`,
    );
  }
}

/**
 * The role that a function or a schedule will assume. The caller needs permission to pass it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
function passedRole(operation: string, body: Buffer | undefined): string | undefined {
  const ofFunction = ["CreateFunction", "UpdateFunctionConfiguration"].includes(operation);
  const ofSchedule = ["CreateSchedule", "UpdateSchedule"].includes(operation);
  if (!ofFunction && !ofSchedule) return undefined;
  const input = jsonObject(body);
  const role = ofFunction ? input.Role : jsonOf(input.Target).RoleArn;
  return typeof role === "string" ? role : undefined;
}

/**
 * What one needs beside the permission to create something, if it is to have tags.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_roles.html
 */
const TAGGED_BY: Readonly<Record<string, string>> = {
  CreateFunction: "lambda:TagResource",
  CreateRole: "iam:TagRole",
};

function isTagged({ params }: Operation, body: Buffer | undefined): boolean {
  return params["Tags.member.1.Key"] !== undefined || jsonObject(body).Tags !== undefined;
}

/** Anything but a JSON object names no role. The service itself reports what is wrong with it. */
function jsonObject(body: Buffer | undefined): Readonly<Record<string, unknown>> {
  try {
    return jsonOf(JSON.parse(body?.toString("utf8") || "{}"));
  } catch {
    return {};
  }
}

function jsonOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

type ToAction = (
  operation: Operation,
  request: { readonly method: string; readonly rawPath: string; readonly query: URLSearchParams },
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

/**
 * The API that a request is about, also one about its tags or deployments: its tags are those of the resource.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-iam-policy.html
 */
function apiOf({ params }: Operation): string | undefined {
  return params.restApiId ?? params.resourceArn?.split("/").at(-1);
}

function createdFunction(operation: string, body: Buffer | undefined): string | undefined {
  const name = operation === "CreateFunction" ? jsonObject(body).FunctionName : undefined;
  return typeof name === "string" ? name : undefined;
}

/** A request names a function by its name, `name:qualifier` or its ARN. */
function functionArn(name: string | undefined, qualifier: string | null, place: string): string {
  if (name === undefined) return "*";
  const arn = name.startsWith("arn:") ? name : `arn:aws:lambda:${place}:function:${name}`;
  return qualifier === null ? arn : `${arn}:${qualifier}`;
}
