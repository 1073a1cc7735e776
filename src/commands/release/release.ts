import { Env } from "../../../contract/environment.ts";
import { maintenanceText } from "../../../contract/maintenance.ts";
import type { Built } from "../../bundle/built.ts";
import { functionZip } from "../../bundle/function-zip.ts";
import { bundleDigest } from "../../bundle/manifest.ts";
import type { EnsuredRole } from "../../ports/roles.ts";
import type { Place } from "../../release/place/find-place.ts";
import { claimPrefix } from "../../release/place/prefix-owner.ts";
import { type RecipeRecord, recipeKey } from "../../release/records/recipe-record.ts";
import { tellReferences, valuesRead } from "../../release/references.ts";
import type { ReleaseResult } from "../../release/release-result.ts";
import { requestPublicUrl } from "../../release/request-public-url.ts";
import { withResponseMode } from "../../release/response-mode.ts";
import { previewsRoleSpec, roleSpec, schedulerRoleSpec } from "../../release/role-specs.ts";
import { desiredState } from "../../release/state/desired.ts";
import { diff } from "../../release/state/diff.ts";
import type { Observed } from "../../release/state/observe.ts";
import { uploadMissing } from "../../release/upload-missing.ts";
import type { Context } from "../context.ts";
import { maskVariables } from "../mask-variables.ts";
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
  { place, isClaimed, observed }: FoundStage,
  scratch: string,
): Promise<ReleaseResult> {
  const { cloud, reporter, inputs, clock, machine } = context;
  const withAssets = await withEarlierAssets(context, place, built, observed, scratch);
  const manifest = withResponseMode(withAssets.manifest, inputs.responseMode, observed);
  const bundle = { ...withAssets, manifest };
  // Whose the roles are is checked first: a prefix without a claim may be an older version's.
  const role = await reporter.group("Roles", () => ensureRoles(context, place, observed));
  const uploaded = await reporter.group("Upload", async () => {
    await cloud.store.ensureBucket(place.bucket, reporter.info);
    if (!isClaimed) await claimPrefix(cloud.store, place);
    return uploadMissing(cloud.store, place.bucket, bundle.archives, reporter.info);
  });
  await recordRecipe(context, place, built);
  const zip = await functionZip(context.parts.runtimeDir, bundle.manifest);
  const desired = desiredState(
    inputs,
    cloud.frontDoor,
    place,
    bundle,
    machine.architecture,
    zip,
    role.arn,
    observed,
  );
  maskVariables(reporter, { variables: desired.settings.Environment.Variables });
  const changes = diff(desired, observed);
  const serving = await carryOut(
    context,
    { place, bundle, desired, observed, roleChanged: role.changed },
    changes,
  );
  const answer = await reporter.group("Request the public URL", () =>
    requestPublicUrl(
      serving.url,
      bundle.manifest.healthCheck,
      clock,
      context.fetch,
      maintenanceText(desired.settings.Environment.Variables) !== undefined,
    ),
  );
  const publicUrl = inputs.environment[Env.publicUrl];
  return {
    ...serving,
    ...(publicUrl ? { url: publicUrl, apiUrl: serving.url } : {}),
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
  const { ruby, gems } = forLaterBuilds;
  const of = (name: string) => archives.filter(({ ref }) => ref.name === name);
  const recorded = [...of("ruby"), ...(gems ? [gems] : of("gems"))];
  const record: RecipeRecord = {
    schema: 1,
    ruby,
    archives: recorded.map(({ ref, parts }) => ({ ...ref, parts })),
  };
  try {
    if (gems) await uploadMissing(cloud.store, bucket, [gems], () => {});
    await cloud.store.writeJson(bucket, key, record);
  } catch (error) {
    const [reason] = (error as Error).message.split("\n", 1);
    reporter.info(`Cannot record the gems and Ruby for later builds: ${reason}`);
  }
}

/** Makes the roles what the stage needs. @returns the function's */
async function ensureRoles(
  { cloud, inputs, reporter }: Context,
  place: Place,
  observed: Observed,
): Promise<EnsuredRole> {
  const { functionConfiguration, prewarmRate, prewarmConcurrency, executionRole, task } = inputs;
  const { live } = observed;
  const kept = valuesRead(inputs.environment, observed);
  for (const line of tellReferences(place, executionRole, kept)) reporter.info(line);
  const fansOut = prewarmRate !== undefined && prewarmConcurrency > 1;
  const role = executionRole
    ? { arn: executionRole, changed: false }
    : await cloud.roles.ensure(
        roleSpec({ ...place, functionConfiguration, fansOut, kept, live: live?.settings }),
      );
  if (prewarmRate !== undefined) await cloud.roles.ensure(schedulerRoleSpec(place));
  const hasPreviews = task.kind === "deploy" && task.collects && !executionRole;
  if (hasPreviews && place.level === "deployed") {
    await cloud.roles.ensure(
      previewsRoleSpec({
        ...place,
        functionConfiguration,
        previewReferences: inputs.previewReferences,
      }),
    );
  }
  return role;
}
