import type { Roles } from "../../../src/ports/roles.ts";
import { ACCOUNT, type CloudState, roleArn, type StoredRole } from "./state.ts";

export function fakeRoles(state: CloudState): Roles {
  return {
    async identity() {
      return { account: ACCOUNT, partition: "aws" };
    },

    async ensure({ name, assertOurs, trustPolicy, description, inline, detached, tags }) {
      const found = state.roles.get(name);
      if (found) assertOurs(found.tags);
      const role: StoredRole = {
        managedPolicies: new Set(),
        inline: new Map(),
        description,
        ...found,
        trustPolicy,
        tags: { ...found?.tags, ...tags },
      };
      state.roles.set(name, role);
      let changed = found?.trustPolicy !== trustPolicy;
      for (const policy of detached) changed = role.managedPolicies.delete(policy) || changed;
      for (const { name: policyName, policy } of inline) {
        changed ||= role.inline.get(policyName) !== policy;
        if (policy === undefined) role.inline.delete(policyName);
        else role.inline.set(policyName, policy);
      }
      return { arn: roleArn(name), changed };
    },

    async removePolicy({ name, assertOurs }, policy) {
      const role = state.roles.get(name);
      if (role) assertOurs(role.tags);
      role?.inline.delete(policy);
    },
  };
}
