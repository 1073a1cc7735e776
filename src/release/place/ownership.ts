import { UserError } from "../../errors.ts";

/** Names of the tags that say whose a resource is. */
export const TAGS = {
  app: "megamode:app",
  stage: "megamode:stage",
  /** For people: a repository can be renamed, and another can get its name. */
  repository: "megamode:repository",
  /** GitHub's number of the repository. It decides whose a resource is. */
  repositoryId: "megamode:repository-id",
  pullRequest: "megamode:pull-request",
  /** Of a role: whose stages it serves. */
  trust: "megamode:trust",
} as const;

type Tags = Readonly<Record<string, string>>;

/**
 * Returns the tags of a stage's resources.
 * @param repository `owner/name`; undefined at a terminal, as is its id
 */
export function tagsOf(
  app: string,
  stage: string,
  repository: string | undefined,
  pullRequest?: number,
  repositoryId?: string,
): Tags {
  return {
    [TAGS.app]: app,
    [TAGS.stage]: stage,
    ...(repository ? { [TAGS.repository]: repository } : {}),
    ...(repositoryId ? { [TAGS.repositoryId]: repositoryId } : {}),
    ...(pullRequest ? { [TAGS.pullRequest]: String(pullRequest) } : {}),
  };
}

/**
 * Fails if a resource with our name belongs to another repository, app or stage, or if megamode-deploy did not make it.
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
      `Choose another \`app\` or \`stage\`, or tag it with \`${TAGS.app}\`: \`${wanted[TAGS.app]}\` to hand it over.`,
    );
  }
  if (isOfAnother(found, wanted)) {
    const fix =
      kind === "role"
        ? "Set the input `app` to another name, or `execution-role` to a role of your own."
        : "Set the input `app` to another name.";
    throw new UserError(
      `The ${kind} \`${name}\` belongs to the repository ${told(found)}.`,
      `${fix}${ifRenamed(kind, found, wanted)}`,
    );
  }
  // `a-b` of the app `shop` and `b` of the app `shop-a` have the same name.
  const other = [TAGS.app, TAGS.stage, TAGS.trust].find(
    (tag) => found[tag] !== undefined && wanted[tag] !== undefined && found[tag] !== wanted[tag],
  );
  if (other === undefined) return;
  throw new UserError(
    `The ${kind} \`${name}\` is not this stage's: its tag \`${other}\` is \`${found[other]}\`, not \`${wanted[other]}\`.`,
    "Set the input `app` or `stage` to another name.",
  );
}

/**
 * Whether tags name another repository than ours. The ids decide if both are known, else the names. If one side names
 * no repository, as a deploy from a terminal does, nothing is compared.
 */
export function isOfAnother(found: Tags, ours: Tags): boolean {
  const differs = (tag: string) => found[tag] !== ours[tag];
  const areKnown = (tag: string) => found[tag] !== undefined && ours[tag] !== undefined;
  if (areKnown(TAGS.repositoryId)) return differs(TAGS.repositoryId);
  return areKnown(TAGS.repository) && differs(TAGS.repository);
}

/** An older version tagged no id. */
function ifRenamed(kind: string, found: Tags, wanted: Tags): string {
  if (found[TAGS.repositoryId] !== undefined || kind === "prefix") return "";
  return ` If it is this repository's former name, set the ${kind}'s tag \`${TAGS.repository}\` to \`${wanted[TAGS.repository]}\`.`;
}

function told(found: Tags): string {
  const id = found[TAGS.repositoryId];
  const name = found[TAGS.repository];
  if (name === undefined) return `with the id ${id}`;
  return id === undefined ? `\`${name}\`` : `\`${name}\` (id ${id})`;
}
