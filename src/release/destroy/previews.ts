import type { NamedFrontDoor } from "../../ports/front-door.ts";

/** A preview that is there. */
export interface FoundPreview {
  readonly stage: string;
  readonly number: number;
}

/** The previews of one repository's app, by the tags of their front doors. */
export function previewsAmong(
  frontDoors: readonly NamedFrontDoor[],
  app: string,
  repository: string,
): readonly FoundPreview[] {
  return frontDoors.flatMap(({ tags }) => {
    const ours = tags["megamode:app"] === app && tags["megamode:repository"] === repository;
    const stage = tags["megamode:stage"];
    const number = Number(tags["megamode:pull-request"]);
    return ours && stage && number > 0 ? [{ stage, number }] : [];
  });
}
