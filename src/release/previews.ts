import type { NamedApi } from "../ports/front-door.ts";

/** A preview that is there. */
export interface FoundPreview {
  readonly stage: string;
  readonly number: number;
}

/** The previews of one repository's app, by the tags of its APIs. */
export function previewsAmong(
  apis: readonly NamedApi[],
  app: string,
  repository: string,
): readonly FoundPreview[] {
  return apis.flatMap(({ tags }) => {
    const ours = tags["megamode:app"] === app && tags["megamode:repository"] === repository;
    const stage = tags["megamode:stage"];
    const number = Number(tags["megamode:pull-request"]);
    return ours && stage && number > 0 ? [{ stage, number }] : [];
  });
}
