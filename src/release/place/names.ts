import { sha256Hex } from "../../digest.ts";

/** The alias that carries the traffic. */
export const LIVE = "live";

/** Whose stages a role serves: those that are deployed, protected or not, or previews. */
export type RoleLevel = "deployed" | "preview";

/** Lambda's limit for a function's name, and IAM's for a role's. */
const LONGEST = 64;

/** Returns the name of a stage's function and front door: `<app>-<stage>`, shortened with a hash if too long. */
export function resourceName(app: string, stage: string): string {
  return shortened(`${app}-${stage}`);
}

/**
 * Returns the name of an app's execution role at a level: `megamode-<app>`, `megamode-<app>.preview`. IAM has one
 * namespace for all regions of an account. No app's name has a dot.
 */
export function roleName(app: string, level: RoleLevel): string {
  return shortened(`megamode-${ofLevel(app, level)}`);
}

/** Returns the name of the role with which an app's schedules invoke its functions. */
export function schedulerRoleName(app: string, level: RoleLevel): string {
  return shortened(`megamode-${ofLevel(app, level)}.scheduler`);
}

/** Name of the policy by which a role's functions may be in a VPC. */
export const NETWORK_POLICY = "megamode-network";

/** Name of the policy by which a role's functions may send traces. */
export const TRACING_POLICY = "megamode-tracing";

/** Returns the name of the policy that holds for all stages of a role in a region. */
export function regionPolicyName(region: string): string {
  return `megamode-${region}`;
}

/** Returns the name of the policy by which previews read what is kept in AWS. No stage's name has a dot. */
export function previewReferencesName(region: string): string {
  return `megamode-${region}.references`;
}

/** Returns the name of the policy that a role has for one stage. */
export function stagePolicyName(region: string, stage: string): string {
  return `megamode-${region}-${stage}`;
}

/**
 * Returns the name of the bucket that an account's apps share in one region. It lies in the account's own namespace:
 * nobody else can take it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 */
export function bucketName(account: string, region: string): string {
  return `${olderBucketName(account, region)}-an`;
}

/** Returns the name that older versions gave that bucket, in the namespace that all accounts share. */
export function olderBucketName(account: string, region: string): string {
  return `megamode-${account}-${region}`;
}

function ofLevel(app: string, level: RoleLevel): string {
  return level === "preview" ? `${app}.preview` : app;
}

function shortened(name: string): string {
  if (name.length <= LONGEST) return name;
  return `${name.slice(0, LONGEST - 9)}-${sha256Hex(name).slice(0, 8)}`;
}
