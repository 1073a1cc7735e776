import { AwsError } from "../../../service.ts";
import { matches } from "../../wildcards.ts";

/** One statement of a resource-based policy, as AddPermission makes them. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly Service: string } | { readonly AWS: string } | "*";
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const MAX_POLICY_BYTES = 20_480;

export interface Permission {
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
}

export function planStatement(permission: Permission, resource: string): Statement {
  const { Principal, SourceArn, SourceAccount } = permission;
  const condition = {
    ...(SourceArn !== undefined && { ArnLike: { "AWS:SourceArn": SourceArn } }),
    ...(SourceAccount !== undefined && { StringEquals: { "AWS:SourceAccount": SourceAccount } }),
  };
  return {
    Sid: permission.StatementId,
    Effect: "Allow",
    Principal: planPrincipal(Principal, resource),
    Action: permission.Action,
    Resource: resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

/** Renders a policy's document. @throws AwsError if it is too long */
export function renderPolicy(statements: readonly Statement[]): string {
  const text = JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements });
  if (text.length > MAX_POLICY_BYTES) {
    throw new AwsError(
      400,
      "PolicyLengthExceededException",
      `The final policy size (${text.length}) is bigger than the limit (${MAX_POLICY_BYTES}).`,
      { Type: "User" },
    );
  }
  return text;
}

/** Whether a service may invoke the function on behalf of a resource. */
export function permits(
  statements: readonly Statement[],
  source: { readonly service: string; readonly arn: string; readonly account: string },
): boolean {
  return statements.some(({ Principal, Action, Condition }) => {
    const principal = typeof Principal === "object" && "Service" in Principal && Principal.Service;
    if (principal !== source.service) return false;
    if (!matches(Action, "lambda:InvokeFunction")) return false;
    const account = Condition?.StringEquals?.["AWS:SourceAccount"];
    if (account !== undefined && account !== source.account) return false;
    const arn = Condition?.ArnLike?.["AWS:SourceArn"];
    return arn === undefined || matches(arn, source.arn);
  });
}

function planPrincipal(principal: string, resource: string): Statement["Principal"] {
  if (principal === "*") return "*";
  if (principal.includes(".amazonaws.com")) return { Service: principal };
  const partition = resource.split(":")[1];
  return {
    AWS: /^\d{12}$/.test(principal) ? `arn:${partition}:iam::${principal}:root` : principal,
  };
}
