import { partitionOf } from "../../../partition.ts";
import { AwsError, type Roles } from "../../../service.ts";
import { invalidParameter } from "../errors.ts";
import type { Settings } from "../model.ts";
import type { Place } from "../names.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const NETWORK = [
  "CreateNetworkInterface",
  "DescribeNetworkInterfaces",
  "DescribeSubnets",
  "DeleteNetworkInterface",
  "AssignPrivateIpAddresses",
  "UnassignPrivateIpAddresses",
];

const LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

const FILES = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"];

/**
 * Refuses a role that Lambda cannot use: which it may not assume, to which KMS cannot grant the key of the environment
 * variables, or which may not join the function's network. A role that was just created is refused in each of these
 * words, one after the other.
 * https://github.com/hashicorp/terraform-provider-aws/issues/4633
 * https://github.com/hashicorp/terraform-provider-aws/issues/14285
 * @throws AwsError InvalidParameterValueException
 */
export async function checkRole(
  roles: Roles,
  account: string,
  functionName: string,
  settings: Settings,
): Promise<void> {
  const { Role, Environment } = settings;
  await roles.sessionFor(Role);
  if (Object.keys(Environment?.Variables ?? {}).length > 0 && !roles.isPrincipal(Role)) {
    const session = `arn:${Role.split(":")[1]}:sts::${account}:assumed-role/${Role.split("/").at(-1)}/${functionName}`;
    throw invalidParameter(
      `Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. Please check your KMS key settings. KMS Exception: InvalidArnException KMS Message: ARN does not refer to a valid principal: ${session}`,
    );
  }
  checkNetwork(roles, settings);
  checkTracing(roles, settings);
}

/** Refuses a VPC that the function's role may not join. */
function checkNetwork(roles: Roles, { Role, VpcConfig }: Settings): void {
  if ((VpcConfig?.SubnetIds ?? []).length === 0) return;
  const missing = NETWORK.find((call) => !roles.allows(Role, `ec2:${call}`, "*"));
  if (missing === undefined) return;
  throw invalidParameter(
    `The provided execution role does not have permissions to call ${missing} on EC2`,
  );
}

/**
 * Refuses to trace with a role that may not send traces.
 * https://github.com/functionalone/serverless-iam-roles-per-function/issues/39
 */
function checkTracing(roles: Roles, { Role, TracingConfig }: Settings): void {
  if (TracingConfig.Mode !== "Active" || roles.allows(Role, "xray:PutTraceSegments", "*")) return;
  throw invalidParameter(
    "The provided execution role does not have permissions to call PutTraceSegments on XRAY",
  );
}

/**
 * Refuses to run a function whose role may not mount its file systems: all are mounted for reading and writing.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html
 */
export function checkMounts(
  roles: Roles,
  place: Place,
  { Role, FileSystemConfigs = [] }: Settings,
): void {
  const fileSystem = `arn:${partitionOf(place.region)}:elasticfilesystem:${place.region}:${place.account}:file-system/fs-0123456789abcdef0`;
  for (const { Arn } of FileSystemConfigs) {
    const context = { "elasticfilesystem:AccessPointArn": Arn };
    if (FILES.every((action) => roles.allows(Role, action, fileSystem, context))) continue;
    throw new AwsError(
      403,
      "EFSMountFailureException",
      `The function couldn't mount the EFS file system with access point ${Arn}. Check that the execution role allows elasticfilesystem:ClientMount and ClientWrite.`,
      { Type: "User" },
    );
  }
}

/** Returns the log group of a function: its own, or the one that its settings name. */
export function logGroupOf(functionName: string, { LoggingConfig }: Settings): string {
  return LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`;
}

/** Whether a role may write to a log group. If not, Lambda runs the function and drops its log without a word. */
export function mayLog(roles: Roles, place: Place, role: string, group: string): boolean {
  const arn = `arn:${partitionOf(place.region)}:logs:${place.region}:${place.account}:log-group:${group}`;
  const [createGroup, ...toStream] = LOGS as [string, ...string[]];
  return (
    roles.allows(role, createGroup, arn) &&
    toStream.every((action) => roles.allows(role, action, `${arn}:log-stream:any`))
  );
}
