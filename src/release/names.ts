import { sha256Hex } from "../digest.ts";

/** The alias that carries the traffic. */
export const LIVE = "live";

/** Lambda's limit for a function's name. */
const LONGEST = 64;

/** Name of a stage's function and REST API: `<app>-<stage>`, shortened with a hash where it is too long. */
export function resourceName(app: string, stage: string): string {
  return shortened(`${app}-${stage}`);
}

/** Name of an app's execution role. IAM has one namespace for all regions of an account. */
export function roleName(app: string): string {
  return shortened(`megamode-${app}`);
}

/** The bucket that an account's apps share in one region. */
export function bucketName(account: string, region: string): string {
  return `megamode-${account}-${region}`;
}

function shortened(name: string): string {
  if (name.length <= LONGEST) return name;
  return `${name.slice(0, LONGEST - 9)}-${sha256Hex(name).slice(0, 8)}`;
}

/** What says that a resource is ours. */
export function tagsOf(
  app: string,
  stage: string,
  repository: string | undefined,
  pullRequest?: number,
): Readonly<Record<string, string>> {
  return {
    "megamode:app": app,
    "megamode:stage": stage,
    ...(repository ? { "megamode:repository": repository } : {}),
    ...(pullRequest ? { "megamode:pull-request": String(pullRequest) } : {}),
  };
}
