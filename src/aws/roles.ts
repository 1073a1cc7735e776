import { isDeepStrictEqual } from "node:util";
import {
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  PutRolePolicyCommand,
  type Role,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import type { OwnRole, RoleSpec, Roles } from "../ports/roles.ts";
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
      const role = (await findRole(iam, spec)) ?? (await createRole(iam, spec));
      const RoleName = spec.name;
      await updateRole(iam, spec, role);
      for (const { name, policy } of spec.inline) {
        if ((await findInlinePolicy(iam, RoleName, name)) === policy) continue;
        if (policy === undefined) await removePolicy(iam, RoleName, name);
        else {
          const wanted = { RoleName, PolicyName: name, PolicyDocument: policy };
          await iam.send(new PutRolePolicyCommand(wanted));
        }
      }
      // Last, so that the role has the inline policies that replace them.
      await detach(iam, spec);
      return role.Arn ?? "";
    },

    async removePolicy(role, policy) {
      if (!(await findRole(iam, role))) return;
      // A role that deploys previews may look, and has nothing to remove.
      if ((await findInlinePolicy(iam, role.name, policy)) === undefined) return;
      await removePolicy(iam, role.name, policy);
    },
  };
}

/** Finds the role and checks whose it is. @throws UserError if it is somebody else's */
async function findRole(iam: IAMClient, { name, assertOurs }: OwnRole): Promise<Role | undefined> {
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    if (Role) assertOurs(tagsOf(Role));
    return Role;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function createRole(iam: IAMClient, spec: RoleSpec): Promise<Partial<Role>> {
  try {
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: spec.name,
        AssumeRolePolicyDocument: spec.trustPolicy,
        Description: spec.description,
        Tags: tagList(spec.tags),
      }),
    );
    return Role ?? {};
  } catch (error) {
    // Another deploy has just created it: of this app, or of another that wants the name.
    const isThere = nameOf(error).startsWith("EntityAlreadyExists");
    const role = isThere ? await findRole(iam, spec) : undefined;
    if (role !== undefined) return role;
    throw error; // Or IAM does not show it yet, and so not whose it is.
  }
}

/** Makes the role's tags and its trust policy what the spec says. */
async function updateRole(iam: IAMClient, spec: RoleSpec, role: Partial<Role>): Promise<void> {
  const RoleName = spec.name;
  const there = tagsOf(role);
  const missing = Object.entries(spec.tags).filter(([name, value]) => there[name] !== value);
  if (missing.length > 0) {
    const Tags = tagList(Object.fromEntries(missing));
    await iam.send(new TagRoleCommand({ RoleName, Tags }));
  }
  // IAM returns policies percent-encoded.
  const trust = decodeURIComponent(role.AssumeRolePolicyDocument ?? "null");
  if (!isDeepStrictEqual(JSON.parse(trust), JSON.parse(spec.trustPolicy))) {
    const wanted = { RoleName, PolicyDocument: spec.trustPolicy };
    await iam.send(new UpdateAssumeRolePolicyCommand(wanted));
  }
}

async function detach(iam: IAMClient, { name, detached }: RoleSpec): Promise<void> {
  if (detached.length === 0) return;
  const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
  for (const { PolicyArn = "" } of attached.AttachedPolicies ?? []) {
    if (!detached.includes(PolicyArn)) continue;
    await iam.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn }));
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
    return decodeURIComponent(PolicyDocument ?? "");
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function tagsOf({ Tags = [] }: Partial<Role>): Readonly<Record<string, string>> {
  return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
