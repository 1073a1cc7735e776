import { UserError } from "../../errors.ts";

/** Names of the tags that say whose a resource is. */
export const TAGS = {
  app: "megamode:app",
  stage: "megamode:stage",
  repository: "megamode:repository",
  pullRequest: "megamode:pull-request",
} as const;

type Tags = Readonly<Record<string, string>>;

/** Returns the tags of a stage's resources. */
export function tagsOf(
  app: string,
  stage: string,
  repository: string | undefined,
  pullRequest?: number,
): Tags {
  return {
    [TAGS.app]: app,
    [TAGS.stage]: stage,
    ...(repository ? { [TAGS.repository]: repository } : {}),
    ...(pullRequest ? { [TAGS.pullRequest]: String(pullRequest) } : {}),
  };
}

/**
 * Fails if a resource with our name belongs to another repository, or to somebody else than megamode-deploy.
 * @param found the resource's tags; undefined if there is no such resource
 * @throws UserError
 */
export function assertOurs(
  kind: string,
  name: string,
  found: Tags | undefined,
  wanted: Tags,
): void {
  if (found === undefined) return;
  if (found[TAGS.app] === undefined) {
    throw new UserError(
      `There is a ${kind} \`${name}\` that megamode-deploy did not make.`,
      "Choose another `app` or `stage`, or tag it with `megamode:app` to hand it over.",
    );
  }
  const theirs = found[TAGS.repository];
  const ours = wanted[TAGS.repository];
  if (theirs !== undefined && ours !== undefined && theirs !== ours) {
    throw new UserError(
      `The ${kind} \`${name}\` belongs to the repository \`${theirs}\`.`,
      "Set the input `app` to another name.",
    );
  }
}
