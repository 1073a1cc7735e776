import type { Role } from "./store.ts";

/**
 * How long what IAM has stored takes to reach whoever asks, in milliseconds. IAM is eventually consistent.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export interface Propagation {
  /** Until KMS knows a new role. STS, and with it Lambda and the scheduler, do after half of it. */
  readonly role: number;
  /** Until a role's changed policies count. Until then the former ones do. */
  readonly policy: number;
  /** Until IAM itself shows a new role. That its name is taken is known at once. */
  readonly read: number;
}

/** Never nothing: a caller that does not try again must fail here too, not only on AWS. */
export const DEFAULT_PROPAGATION: Propagation = { role: 1_000, policy: 0, read: 0 };

type Changes = Partial<Pick<Role, "attached" | "policies" | "trustPolicy">>;

/** Changes what a role may do, or who may assume it. Changes that follow each other count together, after the last. */
export function changed(role: Role, changes: Changes, now: number, delay: number): Role {
  const { attached, policies, trustPolicy } = asServicesSee(role, now);
  const former = { until: now + delay, attached, policies, trustPolicy };
  return { ...role, ...changes, former };
}

/** The role with the policies that count now. */
export function asServicesSee(role: Role, now: number): Role {
  return role.former !== undefined && now < role.former.until ? { ...role, ...role.former } : role;
}

/** Milliseconds since a role was created. */
export function age(role: Role, now: number): number {
  return now - Date.parse(role.created);
}
