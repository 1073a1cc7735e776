import type { Manifest } from "../../contract/manifest.ts";
import type { ResponseMode } from "../inputs/inputs.ts";
import { STREAMS } from "../ports/front-door.ts";
import type { Observed } from "./state/observe.ts";

/**
 * Says in the manifest whether the version can stream. Traffic moves first and the front door changes after it, so for a
 * moment the new version answers through the old front door. A version that can stream answers both kinds of front door;
 * one that cannot answers a front door that streams with a broken page. So the version that a deploy brings on the way back
 * to `buffer` can still stream, and the next one cannot.
 */
export function withResponseMode(
  { responseMode: _, ...manifest }: Manifest,
  wanted: ResponseMode,
  { frontDoor }: Pick<Observed, "frontDoor">,
): Manifest {
  const streams = wanted === "stream" || frontDoor?.serves?.startsWith(STREAMS);
  return streams ? { ...manifest, responseMode: "stream" } : manifest;
}
