import type { Built } from "../../bundle/built.ts";
import { functionZip } from "../../bundle/function-zip.ts";
import { bundleDigest } from "../../bundle/manifest.ts";
import { secretValues } from "../../inputs/secrets.ts";
import type { Place } from "../../release/place/find-place.ts";
import { type RecipeRecord, recipeKey } from "../../release/records/recipe-record.ts";
import type { ReleaseResult } from "../../release/release-result.ts";
import { requestPublicUrl } from "../../release/request-public-url.ts";
import { roleSpec } from "../../release/role-specs.ts";
import { desiredState } from "../../release/state/desired.ts";
import { diff } from "../../release/state/diff.ts";
import { uploadMissing } from "../../release/upload-missing.ts";
import type { Context } from "../context.ts";
import { carryOut } from "./carry-out.ts";
import { withEarlierAssets } from "./earlier-assets.ts";
import type { FoundStage } from "./find-stage.ts";

/**
 * Releases a build: uploads what the bucket lacks, decides what has to change, and changes that. Until traffic
 * moves, a failure leaves the previous version live; after any failure, the next deploy finishes the work.
 * @param scratch an existing folder for temporary files
 */
export async function release(
  context: Context,
  built: Built,
  { place, observed }: FoundStage,
  scratch: string,
): Promise<ReleaseResult> {
  const { cloud, reporter, inputs, clock } = context;
  const bundle = await withEarlierAssets(context, place, built, observed, scratch);
  const uploaded = await reporter.group("Upload", () =>
    uploadMissing(cloud.store, place.bucket, bundle.archives, reporter.info),
  );
  await recordRecipe(context, place, built);
  const zip = await functionZip(context.parts.runtimeDir, bundle.manifest);
  const role = await reporter.group("Execution role", () => ensureRole(context, place));
  const desired = desiredState(inputs, cloud.frontDoor, place, bundle, zip, role, observed);
  // The release command may print any variable: a generated secret, or one that somebody set on the function.
  const { Variables } = desired.settings.Environment;
  for (const secret of secretValues(Variables)) reporter.secret(secret);

  const changes = diff(desired, observed);
  const serving = await carryOut(context, { place, bundle, desired, observed }, changes);
  const answer = await reporter.group("Request the public URL", () =>
    requestPublicUrl(serving.url, bundle.manifest.healthCheck, clock, context.fetch),
  );
  return {
    ...serving,
    functionName: place.name,
    previousVersion: observed.live?.version,
    changes,
    uploaded,
    bundleDigest: bundleDigest(bundle.manifest),
    answer,
  };
}

/**
 * Records the archives under their recipe, so that the next build of that recipe finds them on any runner. A record that
 * cannot be written costs that build time only.
 */
async function recordRecipe(context: Context, { app, bucket }: Place, built: Built): Promise<void> {
  const { cloud, inputs, reporter } = context;
  const { forLaterBuilds, archives } = built;
  if (forLaterBuilds === undefined) return;
  const key = recipeKey(app, inputs.trust, forLaterBuilds.recipe);
  const recorded = archives
    .filter(({ ref: { name } }) => name === "ruby" || name === "gems")
    .map(({ ref, parts }) => ({ ...ref, parts }));
  const record: RecipeRecord = { schema: 1, ruby: forLaterBuilds.ruby, archives: recorded };
  try {
    await cloud.store.writeJson(bucket, key, record);
  } catch (error) {
    const [reason] = (error as Error).message.split("\n", 1);
    reporter.info(`Cannot record the gems and Ruby for later builds: ${reason}`);
  }
}

async function ensureRole({ cloud, inputs }: Context, place: Place): Promise<string> {
  if (inputs.executionRole) return inputs.executionRole;
  const { functionConfiguration, prewarmRate, prewarmConcurrency } = inputs;
  const fansOut = prewarmRate !== undefined && prewarmConcurrency > 1;
  return cloud.roles.ensure(roleSpec({ ...place, functionConfiguration, fansOut }));
}
