import { type FakeCloud, fakeCloud } from "../fakes/cloud.ts";
import type { World } from "./world.ts";

/** The cloud in memory, whose functions answer as the suite's code does. */
export function fakeWorld(cloud: FakeCloud = fakeCloud()): World {
  cloud.answer = (asked, { version }) =>
    typeof asked.fail === "string"
      ? { payload: { errorMessage: asked.fail }, error: asked.fail }
      : { payload: { asked, version }, error: undefined };
  return {
    cloud,
    partition: "aws",
    put: async (...args) => cloud.put(...args),
    async role(name) {
      const found = cloud.state.roles.get(name);
      if (found === undefined) return undefined;
      const { trustPolicy, managedPolicies, inline, tags } = found;
      return {
        trustPolicy,
        managedPolicies: [...managedPolicies],
        inline: Object.fromEntries(inline),
        tags,
      };
    },
    hasLog: (group) => cloud.state.logGroups.has(group),
    attach: async (role, policyArn) =>
      void cloud.state.roles.get(role)?.managedPolicies.add(policyArn),
  };
}
