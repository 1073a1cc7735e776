import type { Identity, Policy } from "../ports/roles.ts";

/** Where roles and functions are. */
export interface Region {
  readonly region: string;
  readonly identity: Identity;
}

/** What a role may do: an action, on what, on which condition. */
export type Statement = Readonly<Record<string, unknown>>;

/**
 * Allows a function to write its log. The group's ARN is what `CreateLogGroup` needs; the ARNs of its streams begin with
 * the group's and a colon.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export function mayLog({ region, identity }: Region, group: string): Statement {
  const arn = `arn:${identity.partition}:logs:${region}:${identity.account}:log-group:${group}`;
  return {
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [arn, `${arn}:*`],
  };
}

/**
 * Allows a function to mount file systems. An access point does not tell its file system, so the condition names the
 * access points.
 * https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
export function mayMount(accessPoints: readonly string[]): Statement {
  return {
    Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
    Resource: "*",
    Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": accessPoints } },
  };
}

/**
 * Allows a stage's function to invoke itself. Stages share a role: without the condition, one stage's code could
 * make another run a command.
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
export function mayInvokeItself({
  region,
  identity,
  name,
}: Region & { readonly name: string }): Statement {
  const self = `arn:${identity.partition}:lambda:${region}:${identity.account}:function:${name}`;
  return {
    Action: "lambda:InvokeFunction",
    Resource: `${self}:*`,
    Condition: { ArnEquals: { "lambda:SourceFunctionArn": self } },
  };
}

/**
 * Allows a function to read an app's objects that S3 has encrypted with a key of KMS, whichever key it is. KMS knows
 * for which object S3 asks, or, where objects share a data key, for which bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
export function mayDecrypt(
  { identity }: Pick<Region, "identity">,
  bucket: string,
  app: string,
): Statement {
  const arn = `arn:${identity.partition}:s3:::${bucket}`;
  return {
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": [arn, `${arn}/${app}/*`] } },
  };
}

/** Writes a policy that allows what the statements say. */
export function document(statements: readonly Statement[]): Policy {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });
}
