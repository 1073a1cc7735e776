import type { Cloud } from "../../ports/cloud.ts";
import { LIVE } from "../place/names.ts";
import type { Place } from "../place/place.ts";
import type { Desired, Observed } from "../state/diff.ts";
import { apiSourceArn } from "./api-definition.ts";

/**
 * Brings the REST API and its stage to the wanted state. The alias must be there before.
 * @returns the API's id
 */
export async function serve(
  { frontDoor, functions }: Cloud,
  place: Place,
  desired: Desired,
  observed: Observed,
): Promise<string> {
  const upToDate = observed.api?.deployed === desired.api.digest;
  const apiId = observed.api?.id ?? (await frontDoor.create(desired.api.text, place.tags));
  if (observed.api && !upToDate) await frontDoor.replace(apiId, desired.api.text);
  const source = apiSourceArn(place.region, place.identity.account, apiId);
  await functions.allowApi(place.name, LIVE, source);
  if (!upToDate) await frontDoor.deploy(apiId, place.stage, desired.api.digest);
  return apiId;
}
