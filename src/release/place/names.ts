import { sha256Hex } from "../../digest.ts";

/** The alias that carries the traffic. */
export const LIVE = "live";

/** Lambda's limit for a function's name. */
const LONGEST = 64;

/** Returns the name of a stage's function and front door: `<app>-<stage>`, shortened with a hash if too long. */
export function resourceName(app: string, stage: string): string {
  return shortened(`${app}-${stage}`);
}

/** Returns the name of an app's execution role. IAM has one namespace for all regions of an account. */
export function roleName(app: string): string {
  return shortened(`megamode-${app}`);
}

/** Returns the name of the role with which an app's schedules invoke its functions. No app's name has a dot. */
export function schedulerRoleName(app: string): string {
  return shortened(`megamode-${app}.scheduler`);
}

/** Returns the name of the policy that lets a stage's function invoke itself. All stages share the app's role. */
export function fanOutPolicyName(region: string, stage: string): string {
  return `megamode-${region}-${stage}`;
}

/** Returns the name of the bucket that an account's apps share in one region. */
export function bucketName(account: string, region: string): string {
  return `megamode-${account}-${region}`;
}

function shortened(name: string): string {
  if (name.length <= LONGEST) return name;
  return `${name.slice(0, LONGEST - 9)}-${sha256Hex(name).slice(0, 8)}`;
}
