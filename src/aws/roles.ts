import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import type { RoleSpec, Roles } from "../ports/roles.ts";
import { isNotFound, nameOf } from "./errors/failure.ts";
import { tagList } from "./tags.ts";

/** Roles that services assume for us, on IAM. */
export function createRoles(iam: IAMClient, sts: STSClient): Roles {
  return {
    async identity() {
      const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
      return { account: Account ?? "", partition: Arn?.split(":")[1] ?? "aws" };
    },

    async ensure(spec) {
      const arn = (await findRole(iam, spec.name)) ?? (await createRole(iam, spec));
      const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: spec.name }));
      const have = new Set(attached.AttachedPolicies?.map((policy) => policy.PolicyArn));
      for (const policy of spec.managedPolicies.filter((wanted) => !have.has(wanted))) {
        await iam.send(new AttachRolePolicyCommand({ RoleName: spec.name, PolicyArn: policy }));
      }
      for (const { name, policy } of spec.inline) {
        if ((await findInlinePolicy(iam, spec.name, name)) === policy) continue;
        if (policy === undefined) await removePolicy(iam, spec.name, name);
        else {
          await iam.send(
            new PutRolePolicyCommand({
              RoleName: spec.name,
              PolicyName: name,
              PolicyDocument: policy,
            }),
          );
        }
      }
      return arn;
    },

    removePolicy: (role, policy) => removePolicy(iam, role, policy),
  };
}

async function findRole(iam: IAMClient, name: string): Promise<string | undefined> {
  try {
    return (await iam.send(new GetRoleCommand({ RoleName: name }))).Role?.Arn;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function createRole(iam: IAMClient, spec: RoleSpec): Promise<string> {
  try {
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: spec.name,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: { Service: spec.service }, Action: "sts:AssumeRole" },
          ],
        }),
        Description: spec.description,
        Tags: tagList(spec.tags),
      }),
    );
    return Role?.Arn ?? "";
  } catch (error) {
    // Another deploy of this app has just created it.
    if (nameOf(error).startsWith("EntityAlreadyExists")) {
      return (await findRole(iam, spec.name)) ?? "";
    }
    throw error;
  }
}

async function removePolicy(iam: IAMClient, role: string, policy: string): Promise<void> {
  try {
    await iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: policy }));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

async function findInlinePolicy(
  iam: IAMClient,
  role: string,
  policy: string,
): Promise<string | undefined> {
  try {
    const { PolicyDocument } = await iam.send(
      new GetRolePolicyCommand({ RoleName: role, PolicyName: policy }),
    );
    return decodeURIComponent(PolicyDocument ?? ""); // IAM returns it percent-encoded.
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
