import { partitionOf } from "../partition.ts";
import { contextOfTags, type RequestContext } from "../services/iam/conditions.ts";
import { type Asked, actionOn } from "./actions.ts";
import { jsonObject, jsonOf } from "./json-object.ts";
import type { Operation } from "./operation.ts";

/** Returns the tags of a REST API; none if there is no such API. */
export type ApiTags = (id: string) => Readonly<Record<string, string>>;

/** A permission that a call needs. */
export interface Needed {
  readonly action: string;
  readonly resource: string;
  readonly context?: RequestContext;
  /** How AWS says that it is missing, if not as usual. */
  readonly refusal?: string;
}

interface Call {
  readonly service: string;
  readonly operation: Operation;
  /** Members of the JSON body. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly region: string;
  readonly account: string;
  readonly apiTags: ApiTags;
}

/**
 * Lists what a call needs permission for: its own action, and what it does beside that for the caller.
 * @param place `<region>:<account>`
 */
export function neededBy(
  service: string,
  operation: Operation,
  request: Asked,
  body: Buffer | undefined,
  place: string,
  apiTags: ApiTags,
): readonly Needed[] {
  const [action, resource] = actionOn(service, operation, request, place, body);
  const [region = "", account = ""] = place.split(":");
  const call = { service, operation, input: jsonObject(body), region, account, apiTags };
  const api = service === "apigateway" ? apiOf(operation) : undefined;
  const own = { action, resource, context: api === undefined ? {} : contextOfTags(apiTags(api)) };
  const more = [passedRole, taggedApi, network, fileSystems, layers, key].flatMap((of) => of(call));
  const tagging = TAGGED_BY[operation.name];
  if (tagging === undefined || !isTagged(call)) return [own, ...more];
  return [own, ...more, { action: tagging, resource }];
}

const configures = ({ operation }: Call) =>
  ["CreateFunction", "UpdateFunctionConfiguration"].includes(operation.name);

/**
 * The role that a function or a schedule will assume. The caller needs permission to pass it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
function passedRole(call: Call): readonly Needed[] {
  const schedules = ["CreateSchedule", "UpdateSchedule"].includes(call.operation.name);
  if (!schedules && !configures(call)) return [];
  const role = schedules ? jsonOf(call.input.Target).RoleArn : call.input.Role;
  if (typeof role !== "string") return [];
  const context = { "iam:PassedToService": `${call.service}.amazonaws.com` };
  return [{ action: "iam:PassRole", resource: role, context }];
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

function isTagged({ operation, input }: Call): boolean {
  return operation.params["Tags.member.1.Key"] !== undefined || input.Tags !== undefined;
}

/**
 * API Gateway tags by a path of its own, which has the resource's ARN, percent-encoded. An API that is just being
 * created has no id yet: `*`. To tag one that is there also needs permission to change it.
 * https://github.com/mattclay/aws-terminator/pull/284
 * https://github.com/iann0036/iam-dataset/pull/39
 */
function taggedApi({ operation, input, region, apiTags }: Call): readonly Needed[] {
  const gateway = `arn:${partitionOf(region)}:apigateway:${region}::`;
  if (operation.name === "CreateRestApi" && Object.keys(jsonOf(input.tags)).length > 0) {
    const created = encodeURIComponent(`${gateway}/restapis/`);
    return [{ action: "apigateway:PUT", resource: `${gateway}/tags/${created}*` }];
  }
  const id = operation.params.resourceArn?.split("/").at(-1);
  if (operation.name !== "TagResource" || id === undefined) return [];
  const context = contextOfTags(apiTags(id));
  return [{ action: "apigateway:PATCH", resource: `${gateway}/restapis/${id}`, context }];
}

/**
 * With a VPC, Lambda looks at it as the caller, and says so in words of its own.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 * https://github.com/Miserlou/Zappa/issues/2151
 */
function network(call: Call): readonly Needed[] {
  const { SubnetIds = [], SecurityGroupIds = [] } = jsonOf(call.input.VpcConfig);
  const [subnet, group] = [SubnetIds, SecurityGroupIds].map((ids) =>
    Array.isArray(ids) ? ids[0] : undefined,
  );
  if (!configures(call) || subnet === undefined) return [];
  const looks = { DescribeSecurityGroups: group, DescribeSubnets: subnet, DescribeVpcs: subnet };
  return Object.entries(looks).map(([name, at]) => ({
    action: `ec2:${name}`,
    resource: "*",
    refusal: `Your access has been denied by EC2, please make sure your request credentials have permission to ${name} for ${at}. EC2 Error Code: UnauthorizedOperation. EC2 Error Message: You are not authorized to perform this operation.`,
  }));
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem-efs.html#configuration-filesystem-efs-permissions */
function fileSystems(call: Call): readonly Needed[] {
  const { FileSystemConfigs: configs } = call.input;
  if (!configures(call) || !Array.isArray(configs) || configs.length === 0) return [];
  return [{ action: "elasticfilesystem:DescribeMountTargets", resource: "*" }];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html */
function layers(call: Call): readonly Needed[] {
  const { Layers } = call.input;
  if (!configures(call) || !Array.isArray(Layers)) return [];
  return Layers.map((arn) => ({ action: "lambda:GetLayerVersion", resource: String(arn) }));
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html */
function key(call: Call): readonly Needed[] {
  const { KMSKeyArn } = call.input;
  if (!configures(call) || typeof KMSKeyArn !== "string" || KMSKeyArn === "") return [];
  return ["kms:CreateGrant", "kms:Encrypt"].map((action) => ({ action, resource: KMSKeyArn }));
}

/**
 * The API that a request is about, also one about its tags or deployments: its tags are those of the resource.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-iam-policy.html
 */
function apiOf({ params }: Operation): string | undefined {
  return params.restApiId ?? params.resourceArn?.split("/").at(-1);
}
