import type { Built } from "../../bundle/built.ts";
import { formatBytes } from "../../format.ts";
import { chooseEarlierAssets } from "../../release/earlier-assets/choose.ts";
import { collectAssets } from "../../release/earlier-assets/collect.ts";
import type { Place } from "../../release/place/find-place.ts";
import { mayCarryOver } from "../../release/readable-archives.ts";
import type { Observed } from "../../release/state/observe.ts";
import type { CloudContext } from "../context.ts";

/**
 * Adds the digested assets that the live release has and this one lacks, so that a page opened before the
 * deploy keeps its stylesheet.
 * @param scratch an existing folder
 */
export async function withEarlierAssets(
  { cloud, inputs, reporter }: CloudContext,
  place: Place,
  built: Built,
  observed: Observed,
  scratch: string,
): Promise<Built> {
  const { manifest, archives } = built;
  const choice = chooseEarlierAssets(built.assets, observed.assets);
  if (choice.kind === "none") return built;
  const source = choice.kind === "carry-over" ? choice.archive : choice.from;
  if (!mayCarryOver(place.app, inputs.trust, source)) {
    reporter.warning(
      "Pages that are open now may lose their assets: the live release was deployed at another trust level.",
    );
    return built;
  }
  if (choice.kind === "carry-over") {
    return { ...built, manifest: { ...manifest, earlierAssets: choice.archive } };
  }
  return reporter.group("Keep assets of the live release", async () => {
    const wanted = { app: place.app, trust: inputs.trust, from: choice.from, paths: choice.paths };
    const collected = await collectAssets(cloud.store, place.bucket, wanted, scratch);
    if (typeof collected === "string") {
      reporter.warning(`Pages that are open now may lose their assets: ${collected}.`);
      return built;
    }
    const { ref } = collected;
    reporter.info(
      `${choice.paths.length} files that this release lacks: ${formatBytes(ref.bytes)}`,
    );
    return {
      ...built,
      manifest: { ...manifest, earlierAssets: ref },
      archives: [...archives, collected],
    };
  });
}
