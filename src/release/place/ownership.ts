import { UserError } from "../../errors.ts";

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

/**
 * A resource of our name that belongs to another repository, or to somebody who is not us, is not touched.
 * @param found the resource's tags; undefined where there is no such resource
 * @throws UserError
 */
export function assertOurs(
  kind: string,
  name: string,
  found: Readonly<Record<string, string>> | undefined,
  wanted: Readonly<Record<string, string>>,
): void {
  if (found === undefined) return;
  const app = found["megamode:app"];
  if (app === undefined) {
    throw new UserError(
      `There is a ${kind} \`${name}\` that megamode-deploy did not make.`,
      "Choose another `app` or `stage`, or tag it with `megamode:app` to hand it over.",
    );
  }
  const theirs = found["megamode:repository"];
  const ours = wanted["megamode:repository"];
  if (theirs !== undefined && ours !== undefined && theirs !== ours) {
    throw new UserError(
      `The ${kind} \`${name}\` belongs to the repository \`${theirs}\`.`,
      "Choose another name by the input `app`.",
    );
  }
}
