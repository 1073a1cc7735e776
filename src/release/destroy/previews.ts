import type { NamedFrontDoor } from "../../ports/front-door.ts";
import { TAGS } from "../place/ownership.ts";

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
): readonly FoundPreview[] {
  return frontDoors.flatMap(({ tags }) => {
    const ours = tags[TAGS.app] === app && tags[TAGS.repository] === repository;
    const stage = tags[TAGS.stage];
    const number = Number(tags[TAGS.pullRequest]);
    return ours && stage && number > 0 ? [{ stage, number }] : [];
  });
}
