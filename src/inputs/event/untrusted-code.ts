import type { Trigger } from "./trigger.ts";

/**
 * Refuses to build for an event that may be about a stranger's code: unlike a fork's `pull_request`, its runs may have
 * the repository's secrets, and the job may have checked that code out.
 * https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
 * @throws Error with the reason and what to do instead
 */
export function refuseStrangersCode(trigger: Trigger): void {
  if (trigger.kind !== "pull-request" && trigger.kind !== "other") return;
  const { event } = trigger;
  if (event === "pull_request") return; // GitHub keeps a fork's runs apart: they have no secrets.
  const foreign = trigger.kind === "other" ? trigger.origin === "foreign" : trigger.foreign;
  const instead =
    "Deploy pull requests by the event `pull_request`, and branches by `push` or by hand (`workflow_dispatch`); `command: destroy`, `prewarm` and `gc` are allowed, because they run nothing of the checkout.";
  if (foreign) {
    throw new Error(
      `\`command\`: a run of the event \`${event}\` may have the repository's secrets, and its code lies in another repository. Such code is not built. ${instead}`,
    );
  }
  if (trigger.kind === "other" && trigger.origin === "unknown") {
    throw new Error(
      `\`command\`: a run of the event \`${event}\` may have the repository's secrets, and the event does not say which repository its code lies in. Such code is not built. ${instead}`,
    );
  }
}

/** Why a build is not deployed, and whether its run has the repository's secrets. */
export interface OnlyBuilt {
  /** A sentence's end, such as `a fork's pull request has no credentials`. */
  readonly why: string;
  readonly hasSecrets: boolean;
}

/** Returns why a build is not deployed, whatever `command` says; undefined if it is deployed. */
export function whyOnlyBuilt(trigger: Trigger): OnlyBuilt | undefined {
  if (trigger.kind === "branch" && trigger.event === "merge_group") {
    return { why: "a merge queue tries what will be pushed", hasSecrets: true };
  }
  if (trigger.kind !== "pull-request" || trigger.event !== "pull_request") return undefined;
  const whose = trigger.foreign ? "a fork's" : trigger.dependabot ? "Dependabot's" : undefined;
  if (whose === undefined) return undefined;
  return { why: `${whose} pull request has no credentials and no secrets`, hasSecrets: false };
}
