import { isDeepStrictEqual } from "node:util";
import {
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
import type { Waits } from "../ports/clock.ts";
import type { OwnRole, RoleSpec, Roles } from "../ports/roles.ts";
import { createRole, hidden } from "./create-role.ts";
import { isNotFound } from "./errors/failure.ts";
import { patiently } from "./retry.ts";
import { tagList, tagsOf } from "./tags.ts";

/** Roles that services assume for us, on IAM. */
export function createRoles(iam: IAMClient, sts: STSClient, waits: Waits): Roles {
  return {
    async identity() {
      const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
      return { account: Account ?? "", partition: Arn?.split(":")[1] ?? "aws" };
    },

    async ensure(spec) {
      const found = await findRole(iam, spec);
      const role = found ?? (await createRole(iam, spec, waits));
      // What one server of IAM shows, the next one may not show yet: another deploy may have just created it, too.
      const isOther = await patiently(waits, hidden(spec.name), () => updateRole(iam, spec, role));
      return { arn: role.Arn ?? "", changed: isOther || found === undefined };
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

/** Makes the role what the spec says. @returns whether a policy was another */
async function updateRole(iam: IAMClient, spec: RoleSpec, role: Partial<Role>): Promise<boolean> {
  const RoleName = spec.name;
  let changed = await updateTagsAndTrust(iam, spec, role);
  for (const { name, policy } of spec.inline) {
    const found = await findInlinePolicy(iam, RoleName, name);
    if (isDeepStrictEqual(found, policy && JSON.parse(policy))) continue;
    changed = true;
    if (policy === undefined) await removePolicy(iam, RoleName, name);
    else {
      const wanted = { RoleName, PolicyName: name, PolicyDocument: policy };
      await iam.send(new PutRolePolicyCommand(wanted));
    }
  }
  // Last, so that the role has the inline policies that replace them.
  return (await detach(iam, spec)) || changed;
}

/** @returns whether the trust policy was another */
async function updateTagsAndTrust(
  iam: IAMClient,
  spec: RoleSpec,
  role: Partial<Role>,
): Promise<boolean> {
  const RoleName = spec.name;
  const there = tagsOf(role);
  const missing = Object.entries(spec.tags).filter(([name, value]) => there[name] !== value);
  if (missing.length > 0) {
    const Tags = tagList(Object.fromEntries(missing));
    await iam.send(new TagRoleCommand({ RoleName, Tags }));
  }
  const trust = parsed(role.AssumeRolePolicyDocument);
  if (isDeepStrictEqual(trust, JSON.parse(spec.trustPolicy))) return false;
  const wanted = { RoleName, PolicyDocument: spec.trustPolicy };
  await iam.send(new UpdateAssumeRolePolicyCommand(wanted));
  return true;
}

/** @returns whether there was anything to detach */
async function detach(iam: IAMClient, { name, detached }: RoleSpec): Promise<boolean> {
  if (detached.length === 0) return false;
  let changed = false;
  const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
  for (const { PolicyArn = "" } of attached.AttachedPolicies ?? []) {
    if (!detached.includes(PolicyArn)) continue;
    await iam.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn }));
    changed = true;
  }
  return changed;
}

async function removePolicy(iam: IAMClient, role: string, policy: string): Promise<void> {
  try {
    await iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: policy }));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** @returns the policy as JSON says it; undefined if there is none */
async function findInlinePolicy(iam: IAMClient, role: string, policy: string): Promise<unknown> {
  try {
    const { PolicyDocument } = await iam.send(
      new GetRolePolicyCommand({ RoleName: role, PolicyName: policy }),
    );
    return parsed(PolicyDocument);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/**
 * Parses a policy that IAM returned, percent-encoded. White space and the order of members say nothing, and whether IAM
 * keeps them is not documented: who deploys a preview may read a policy like ours and not write it.
 */
function parsed(policy = "null"): unknown {
  return JSON.parse(decodeURIComponent(policy));
}
