import { join } from "node:path";
import { levelsUsedBy } from "../../inputs/trust.ts";
import { fetchEarlierBuild } from "../../release/records/fetch-earlier-build.ts";
import type { CloudContext, EarlierBuilds } from "../context.ts";

/**
 * Finds earlier builds in the stage's bucket: those of the levels that this stage may use, the most trusted first.
 */
export function earlierBuildsInBucket(
  { cloud, inputs, reporter }: Pick<CloudContext, "cloud" | "inputs" | "reporter">,
  bucket: string,
): EarlierBuilds {
  return {
    async find(recipe, root) {
      try {
        for (const trust of levelsUsedBy(inputs.trust)) {
          const record = { bucket, app: inputs.app, trust, recipe };
          const folder = join(root.scratch, "pieces");
          const found = await fetchEarlierBuild(cloud.store, record, folder, reporter.info);
          if (found !== undefined) return found;
        }
        return undefined;
      } catch (error) {
        const [reason] = (error as Error).message.split("\n", 1);
        reporter.info(`Cannot look for an earlier build in the bucket: ${reason}`);
        return undefined;
      }
    },
  };
}
