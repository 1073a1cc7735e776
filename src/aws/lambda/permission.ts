import { AddPermissionCommand, GetPolicyCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { sha256Hex } from "../../digest.ts";
import { isNotFound, nameOf } from "../errors/failure.ts";

/** Who may invoke an alias of a function. */
export interface Permission {
  /** The alias's ARN: `arn:aws:lambda:<region>:<account>:function:<name>:<alias>`. */
  readonly aliasArn: string;
  /** The service, such as `apigateway.amazonaws.com`. */
  readonly principal: string;
  /** ARN of the resource of that service. */
  readonly sourceArn: string;
}

/** Adds the permission to the alias's policy, unless it is there already. */
export async function allow(lambda: LambdaClient, permission: Permission): Promise<void> {
  try {
    await lambda.send(
      new AddPermissionCommand({
        ...aliasOf(permission),
        StatementId: statementId(permission),
        Action: "lambda:InvokeFunction",
        Principal: permission.principal,
        SourceArn: permission.sourceArn,
      }),
    );
  } catch (error) {
    if (nameOf(error) !== "ResourceConflictException") throw error;
  }
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
