import type { Identity, RoleSpec } from "../ports/roles.ts";
import { fanOutPolicyName, roleName, schedulerRoleName } from "./place/names.ts";
import { TAGS } from "./place/ownership.ts";

/** Returns the execution role: it may write logs, read the app's archives, and do what the configuration needs. */
export function roleSpec(options: {
  readonly app: string;
  readonly region: string;
  readonly bucket: string;
  readonly identity: Identity;
  readonly functionConfiguration: Readonly<Record<string, unknown>>;
  readonly stage: string;
  /** Name of the stage's function. */
  readonly name: string;
  /** Whether one sandbox prewarms the others, for which the function must invoke itself. */
  readonly fansOut: boolean;
  readonly tags: Readonly<Record<string, string>>;
}): RoleSpec {
  const { app, region, bucket, identity } = options;
  const managed = (name: string) => `arn:${identity.partition}:iam::aws:policy/${name}`;
  const { VpcConfig, FileSystemConfigs } = options.functionConfiguration;
  return {
    name: roleName(app),
    service: "lambda.amazonaws.com",
    description: "Execution role of functions deployed by megamode-deploy",
    managedPolicies: [
      managed("service-role/AWSLambdaBasicExecutionRole"),
      ...(VpcConfig ? [managed("service-role/AWSLambdaVPCAccessExecutionRole")] : []),
      ...(FileSystemConfigs ? [managed("AmazonElasticFileSystemClientReadWriteAccess")] : []),
    ],
    inline: [
      {
        name: `megamode-${region}`,
        policy: document({
          Action: "s3:GetObject",
          Resource: `arn:${identity.partition}:s3:::${bucket}/${app}/archives/*`,
        }),
      },
      {
        name: fanOutPolicyName(region, options.stage),
        policy: options.fansOut ? mayInvokeItself(options) : undefined,
      },
    ],
    tags: tagsOfApp(options.tags),
  };
}

/**
 * Allows a stage's function to invoke itself. All stages of an app share the role: without the condition,
 * a preview's code could make production run a command.
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
function mayInvokeItself(of: {
  readonly region: string;
  readonly identity: Identity;
  readonly name: string;
}): string {
  const self = `${functions(of)}${of.name}`;
  return document({
    Action: "lambda:InvokeFunction",
    Resource: `${self}:*`,
    Condition: { ArnEquals: { "lambda:SourceFunctionArn": self } },
  });
}

/** Returns the role with which EventBridge Scheduler prewarms an app's stages. */
export function schedulerRoleSpec(of: {
  readonly app: string;
  readonly region: string;
  readonly identity: Identity;
  readonly tags: Readonly<Record<string, string>>;
}): RoleSpec {
  return {
    name: schedulerRoleName(of.app),
    service: "scheduler.amazonaws.com",
    description: "Prewarms functions deployed by megamode-deploy",
    managedPolicies: [],
    inline: [
      {
        name: `megamode-${of.region}`,
        policy: document({
          Action: "lambda:InvokeFunction",
          Resource: `${functions(of)}${of.app}-*`,
        }),
      },
    ],
    tags: tagsOfApp(of.tags),
  };
}

/** Returns what the ARNs of all functions of an account and region begin with. */
function functions(of: { readonly region: string; readonly identity: Identity }): string {
  const { partition, account } = of.identity;
  return `arn:${partition}:lambda:${of.region}:${account}:function:`;
}

function document(statement: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", ...statement }],
  });
}

/** Leaves out the tags of one stage: a role serves all stages of an app. */
function tagsOfApp(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).filter(([name]) => name !== TAGS.stage && name !== TAGS.pullRequest),
  );
}
