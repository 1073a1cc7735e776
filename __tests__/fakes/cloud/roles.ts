import type { Roles } from "../../../src/ports/roles.ts";
import { ACCOUNT, type CloudState, roleArn, type StoredRole } from "./state.ts";

export function fakeRoles(state: CloudState): Roles {
  return {
    async identity() {
      return { account: ACCOUNT, partition: "aws" };
    },

    async ensure({ name, service, description, managedPolicies, inline, tags }) {
      const role: StoredRole = state.roles.get(name) ?? {
        service,
        description,
        managedPolicies: new Set(),
        inline: new Map(),
        tags: { ...tags },
      };
      state.roles.set(name, role);
      for (const policy of managedPolicies) role.managedPolicies.add(policy);
      for (const { name: policyName, policy } of inline) {
        if (policy === undefined) role.inline.delete(policyName);
        else role.inline.set(policyName, policy);
      }
      return roleArn(name);
    },

    async removePolicy(role, policy) {
      state.roles.get(role)?.inline.delete(policy);
    },
  };
}
