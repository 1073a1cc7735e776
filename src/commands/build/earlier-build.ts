import { join } from "node:path";
import type { BuiltArchive } from "../../bundle/built.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { bucketName } from "../../release/place/names.ts";
import { fetchKept, recipeKey } from "../../release/records/recipe-record.ts";
import type { PackagedRuby } from "../../ruby/package.ts";
import type { CloudContext } from "../context.ts";

/** The archives `ruby` and `gems` that an earlier build of the same recipe has left. */
export interface KeptArchives {
  readonly ruby: PackagedRuby;
  readonly archives: readonly BuiltArchive[];
}

export interface Kept {
  /** Fetches what there is. Whatever stands in the way costs time only. */
  find(recipe: string, root: BuildRoot): Promise<KeptArchives | undefined>;
}

/** Those in the stage's bucket. */
export function keptInBucket({ cloud, inputs, reporter }: CloudContext): Kept {
  return {
    async find(recipe, root) {
      try {
        const { account } = await cloud.roles.identity();
        const bucket = inputs.bucket ?? bucketName(account, cloud.region);
        const key = recipeKey(inputs.app, recipe);
        return await fetchKept(cloud.store, bucket, key, join(root.scratch, "pieces"));
      } catch (error) {
        const [reason] = (error as Error).message.split("\n", 1);
        reporter.info(`What the bucket has cannot be asked for: ${reason}`);
        return undefined;
      }
    },
  };
}
