import { AddPermissionCommand, GetPolicyCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { sha256Hex } from "../../digest.ts";
import type { Clock } from "../../ports/clock.ts";
import { isNotFound, nameOf } from "../errors/failure.ts";
import { retrying } from "../retry.ts";

/** Who may invoke an alias of a function. */
export interface Permission {
  /** The alias's ARN: `arn:<partition>:lambda:<region>:<account>:function:<name>:<alias>`. */
  readonly aliasArn: string;
  /** The service, such as `apigateway.amazonaws.com`. */
  readonly principal: string;
  /** ARN of the resource of that service. */
  readonly sourceArn: string;
}

/**
 * Adds the permission to the alias's policy, unless it is there already. Lambda answers ResourceConflictException both to
 * a permission that is there and during another update of the function, so it is looked which it is.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html#API_AddPermission_Errors
 * https://github.com/anomalyco/sst/issues/6923
 */
export async function allow(
  lambda: LambdaClient,
  clock: Clock,
  permission: Permission,
): Promise<void> {
  await retrying(clock, isConflict, async () => {
    try {
      await add(lambda, permission);
    } catch (error) {
      if (!isConflict(error) || !(await isAllowed(lambda, permission))) throw error;
    }
  });
}

async function add(lambda: LambdaClient, permission: Permission): Promise<void> {
  await lambda.send(
    new AddPermissionCommand({
      ...aliasOf(permission),
      StatementId: statementId(permission),
      Action: "lambda:InvokeFunction",
      Principal: permission.principal,
      SourceArn: permission.sourceArn,
    }),
  );
}

function isConflict(error: unknown): boolean {
  return nameOf(error) === "ResourceConflictException";
}

/** Whether the alias's policy has the permission. False, too, if there is no alias. */
export async function isAllowed(lambda: LambdaClient, permission: Permission): Promise<boolean> {
  try {
    const { Policy = "{}" } = await lambda.send(new GetPolicyCommand(aliasOf(permission)));
    const { Statement = [] } = JSON.parse(Policy) as { Statement?: readonly { Sid?: string }[] };
    return Statement.some(({ Sid }) => Sid === statementId(permission));
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/** The same permission always has the same id, so that a second deploy finds it. */
function statementId({ sourceArn }: Permission): string {
  return `megamode-${sha256Hex(sourceArn).slice(0, 16)}`;
}

function aliasOf({ aliasArn }: Permission) {
  const [name, alias] = aliasArn.split(":").slice(-2);
  return { FunctionName: name, Qualifier: alias };
}
