import type { Identity, RoleSpec } from "../ports/roles.ts";
import { fanOutPolicyName, roleName, schedulerRoleName } from "./place/names.ts";

/** The execution role: write logs, read the app's own archives, and what the configuration calls for. */
export function roleSpec(options: {
  readonly app: string;
  readonly region: string;
  readonly bucket: string;
  readonly identity: Identity;
  readonly functionConfiguration: Readonly<Record<string, unknown>>;
  readonly stage: string;
  /** Name of the stage's function. */
  readonly name: string;
  /** Whether one sandbox makes the others of its function ready. */
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
 * A stage's function may invoke itself. The role is the app's: without the condition a preview's code could
 * have production run a command.
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

/** The role by which EventBridge Scheduler prewarms an app's stages. */
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

/** One role serves all stages of an app. */
function tagsOfApp(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).filter(
      ([name]) => name !== "megamode:stage" && name !== "megamode:pull-request",
    ),
  );
}
