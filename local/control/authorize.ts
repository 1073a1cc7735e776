import { partitionOf } from "../partition.ts";
import { AwsError, type Principal } from "../service.ts";
import { contextOfTags, type RequestContext } from "../services/iam/conditions.ts";
import { type Asked, actionOn } from "./actions.ts";
import { jsonObject, jsonOf } from "./json-object.ts";
import type { Operation } from "./operation.ts";

/** Whether a principal's policies let it do something. */
export type Permits = (
  principal: Principal,
  action: string,
  resource: string,
  context?: RequestContext,
) => boolean;

/** Returns the tags of a REST API; none if there is no such API. */
export type ApiTags = (id: string) => Readonly<Record<string, string>>;

/** What a call needs permission for. */
type Needed = readonly [action: string, resource: string, context?: RequestContext];

/**
 * Refuses what the caller's policies do not allow. S3 checks permissions itself, because its answer depends on
 * whether the object exists. STS needs no check: everybody may ask who they are.
 */
export function authorize(
  service: string,
  operation: Operation,
  request: Asked,
  body: Buffer | undefined,
  caller: {
    readonly principal: Principal;
    readonly region: string;
    readonly permits: Permits;
    readonly apiTags: ApiTags;
  },
): void {
  if (service === "s3" || service === "sts") return;
  const { principal, region, permits, apiTags } = caller;
  const place = `${region}:${principal.account}`;
  const [action, resource] = actionOn(service, operation, request, place, body);
  const api = service === "apigateway" ? apiOf(operation) : undefined;
  const ofTags = api === undefined ? {} : contextOfTags(apiTags(api));
  const needed: Needed[] = [[action, resource, ofTags]];
  const passed = passedRole(operation.name, body);
  if (passed !== undefined) {
    needed.push(["iam:PassRole", passed, { "iam:PassedToService": `${service}.amazonaws.com` }]);
  }
  if (operation.name === "CreateRestApi" && jsonObject(body).tags !== undefined) {
    needed.push(["apigateway:PUT", tagsOfNewApi(region)]);
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

/**
 * What one needs `apigateway:PUT` on to create an API with tags.
 * https://github.com/mattclay/aws-terminator/pull/284
 */
function tagsOfNewApi(region: string): string {
  const gateway = `arn:${partitionOf(region)}:apigateway:${region}::`;
  return `${gateway}/tags/${encodeURIComponent(`${gateway}/restapis/*`)}`;
}

function isTagged({ params }: Operation, body: Buffer | undefined): boolean {
  return params["Tags.member.1.Key"] !== undefined || jsonObject(body).Tags !== undefined;
}

/**
 * The API that a request is about, also one about its tags or deployments: its tags are those of the resource.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-iam-policy.html
 */
function apiOf({ params }: Operation): string | undefined {
  return params.restApiId ?? params.resourceArn?.split("/").at(-1);
}
