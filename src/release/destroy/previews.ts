import type { NamedFrontDoor } from "../../ports/front-door.ts";
import { isOfAnother, TAGS, tagsOf } from "../place/ownership.ts";

/** A preview that exists. */
export interface FoundPreview {
  readonly stage: string;
  readonly number: number;
}

/** Selects the previews of one repository's app by the tags of their front doors. */
export function previewsAmong(
  frontDoors: readonly NamedFrontDoor[],
  app: string,
  repository: string,
  repositoryId: string | undefined,
): readonly FoundPreview[] {
  const wanted = tagsOf(app, "", repository, undefined, repositoryId);
  return frontDoors.flatMap(({ tags }) => {
    const hasOwner = (tags[TAGS.repositoryId] ?? tags[TAGS.repository]) !== undefined;
    const ours = tags[TAGS.app] === app && hasOwner && !isOfAnother(tags, wanted);
    const stage = tags[TAGS.stage];
    const number = Number(tags[TAGS.pullRequest]);
    return ours && stage && number > 0 ? [{ stage, number }] : [];
  });
}
