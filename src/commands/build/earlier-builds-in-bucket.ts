import { join } from "node:path";
import { bucketName } from "../../release/place/names.ts";
import { fetchEarlierBuild } from "../../release/records/fetch-earlier-build.ts";
import { recipeKey } from "../../release/records/recipe-record.ts";
import type { CloudContext, EarlierBuilds } from "../context.ts";

/** Finds earlier builds in the stage's bucket. */
export function earlierBuildsInBucket({ cloud, inputs, reporter }: CloudContext): EarlierBuilds {
  return {
    async find(recipe, root) {
      try {
        const { account } = await cloud.roles.identity();
        const bucket = inputs.bucket ?? bucketName(account, cloud.region);
        const key = recipeKey(inputs.app, recipe);
        return await fetchEarlierBuild(cloud.store, bucket, key, join(root.scratch, "pieces"));
      } catch (error) {
        const [reason] = (error as Error).message.split("\n", 1);
        reporter.info(`Cannot look for an earlier build in the bucket: ${reason}`);
        return undefined;
      }
    },
  };
}
