import type { Policy } from "../ports/roles.ts";
import { accessPointsOf, logGroupOf } from "./configured-names.ts";
import { bucketName, olderBucketName, type RoleLevel } from "./place/names.ts";
import { readableKeys } from "./readable-archives.ts";
import { mayReadReferences } from "./references.ts";
import {
  document,
  mayDecrypt,
  mayInvokeItself,
  mayLog,
  mayMount,
  type Region,
} from "./role-statements.ts";

type Configuration = Readonly<Record<string, unknown>>;

/** Name of a function of a preview `pr-<number>`; `<app>-pr-*` stands for all of them in policies. */
const isPreviewOfNumber = (app: string, name: string) => name.startsWith(`${app}-pr-`);

/**
 * Returns what all stages of a role may do in a region: read the archives of their level, from a bucket of the user's own
 * also if a key of KMS encrypts it; S3 encrypts ours with its own keys. Previews also write their
 * logs by it, because a role's inline policies may have 10,240 characters and there are many previews. No deployed
 * stage's name begins with `pr-`.
 */
export function regionPolicy(
  of: Region & { readonly app: string; readonly bucket: string; readonly level: RoleLevel },
): Policy {
  const { app, bucket, level, identity, region } = of;
  const { account } = identity;
  const isOurs = [bucketName, olderBucketName].some((name) => name(account, region) === bucket);
  const read = {
    Action: "s3:GetObject",
    Resource: readableKeys(app, level).map(
      (key) => `arn:${identity.partition}:s3:::${bucket}/${key}`,
    ),
  };
  const logs = level === "preview" ? [mayLog(of, `/aws/lambda/${app}-pr-*`)] : [];
  return document([read, ...(isOurs ? [] : [mayDecrypt(of, bucket, app)]), ...logs]);
}

/** A stage's function, as far as its role's policy depends on it. */
export interface PolicyOfStage extends Region {
  readonly app: string;
  /** Name of the function. */
  readonly name: string;
  readonly level: RoleLevel;
  readonly functionConfiguration: Configuration;
  /** Configuration of the version that is live: it serves until the new one does, and if that fails. */
  readonly live?: Configuration | undefined;
  /** Values of variables, of this deploy and of the live version, that may refer to what is kept in AWS. */
  readonly kept?: readonly string[];
  /** Whether one sandbox prewarms the others, for which the function must invoke itself. */
  readonly fansOut: boolean;
}

/**
 * Returns what one stage's function may do: write its log, what its configuration needs, and read what its variables refer
 * to.
 * @returns undefined if that is nothing
 * @throws UserError if `function-configuration` names what is no log group or access point
 */
export function stagePolicy(of: PolicyOfStage): Policy | undefined {
  const configurations = [of.functionConfiguration, ...(of.live ? [of.live] : [])];
  const own = `/aws/lambda/${of.name}`;
  const isCovered = of.level === "preview" && isPreviewOfNumber(of.app, of.name);
  const groups = new Set(configurations.map((one) => logGroupOf(one) ?? own));
  if (isCovered) groups.delete(own);
  const accessPoints = new Set(configurations.flatMap(accessPointsOf));
  const statements = [
    ...[...groups].map((group) => mayLog(of, group)),
    ...(accessPoints.size > 0 ? [mayMount([...accessPoints])] : []),
    ...(of.fansOut ? [mayInvokeItself(of)] : []),
    // A preview's come from its role's own policy, which no pull request's workflow can write.
    ...(of.level === "deployed" ? mayReadReferences(of, of.kept ?? []) : []),
  ];
  return statements.length === 0 ? undefined : document(statements);
}

/** Returns what all previews may read of what is kept in AWS. @returns undefined if that is nothing */
export function previewReferencesPolicy(of: Region, values: readonly string[]): Policy | undefined {
  const statements = mayReadReferences(of, values);
  return statements.length === 0 ? undefined : document(statements);
}

/**
 * Returns what Lambda needs to put a function into a VPC, and to take it out again: a role keeps it. It is the same
 * for all stages of a role.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
export function networkPolicy(): Policy {
  const Action = [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ];
  return document([{ Action, Resource: "*" }]);
}

/**
 * Returns what Lambda needs to trace a function: it creates none with `TracingConfig` without this. Like the network's,
 * it is the same for all stages of a role.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 */
export function tracingPolicy(): Policy {
  const Action = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
  return document([{ Action, Resource: "*" }]);
}

/** Allows the scheduler to invoke one stage's live version. */
export function schedulePolicy(aliasArn: string): Policy {
  return document([{ Action: "lambda:InvokeFunction", Resource: aliasArn }]);
}

/**
 * Lets a service assume a role.
 * @param account the account that the service must act for, where it says so: else somebody else's schedule could
 * use the role
 */
export function trustPolicy(service: string, account?: string): Policy {
  return document([
    {
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      ...(account && { Condition: { StringEquals: { "aws:SourceAccount": account } } }),
    },
  ]);
}
