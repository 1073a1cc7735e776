import type { ColdStart } from "../../../contract/messages.ts";
import type { Built } from "../../bundle/built.ts";
import { functionZip } from "../../bundle/function-zip.ts";
import { bundleDigest } from "../../bundle/manifest.ts";
import { secretValues } from "../../inputs/secrets.ts";
import { type Candidate, checkHealth } from "../../release/candidate/candidate.ts";
import { prewarm } from "../../release/candidate/prewarm.ts";
import { requestPublicUrl } from "../../release/candidate/public-check.ts";
import { publishCandidate } from "../../release/candidate/publish.ts";
import { runReleaseCommand } from "../../release/candidate/release-command.ts";
import { serve } from "../../release/front-door/serve.ts";
import { LIVE } from "../../release/place/names.ts";
import { findPlace, type Place } from "../../release/place/place.ts";
import { type RecipeRecord, recipeKey } from "../../release/records/recipe-record.ts";
import { recordKey, releaseRecord } from "../../release/records/release-record.ts";
import type { Released } from "../../release/released.ts";
import { roleSpec } from "../../release/role.ts";
import { applySchedule } from "../../release/schedule.ts";
import { desiredState } from "../../release/state/desired.ts";
import { type Desired, diff, type Observed } from "../../release/state/diff.ts";
import { observe } from "../../release/state/observe.ts";
import { uploadMissing } from "../../release/upload.ts";
import type { Context } from "../context.ts";
import { withEarlierAssets } from "./earlier-assets.ts";

/** A stage as AWS has it now. */
export interface Found {
  readonly place: Place;
  readonly observed: Observed;
}

export async function findStage(context: Context): Promise<Found> {
  const { cloud, reporter, inputs } = context;
  const place = await reporter.group("Find the stage", () =>
    findPlace(cloud, inputs, context.repository),
  );
  const observed = await reporter.group("Observe", () =>
    observe(cloud, place, inputs.prewarmRate !== undefined),
  );
  return { place, observed };
}

/**
 * Releases what was built: candidate, healthy, live. Traffic moves last, by one call.
 * @param scratch a folder for what is made on the way
 */
export async function release(
  context: Context,
  built: Built,
  { place, observed }: Found,
  scratch: string,
): Promise<Released> {
  const { cloud, reporter, inputs } = context;
  const bundle = await withEarlierAssets(context, place, built, observed, scratch);
  const uploaded = await reporter.group("Upload", () =>
    uploadMissing(cloud.store, place.bucket, bundle.archives, reporter.info),
  );
  await keepForNext(context, place, built);
  const zip = await functionZip(context.parts.runtimeDir, bundle.manifest);
  const role = await reporter.group("Execution role", () => ensureRole(context, place));
  const desired = desiredState(inputs, place, bundle, zip, role, observed);
  const changes = diff(desired, observed);
  // What was made for the stage, and what is kept on the function: the release command may show it.
  const { Variables } = desired.settings.Environment;
  for (const secret of secretValues(Variables)) reporter.secret(secret);

  let live: Live = { version: observed.live?.version ?? "", coldStart: undefined };
  const reason = changes.find((change) => change.kind === "release-version");
  if (reason) {
    reporter.info(`A new version, because of: ${reason.because.join(", ")}`);
    live = await goLive(context, place, bundle, desired, observed);
  } else {
    reporter.info(`Nothing to do: version ${live.version} is this bundle with this configuration.`);
  }

  const apiId = await reporter.group("API and stage", () => serve(cloud, place, desired, observed));
  await reporter.group("Schedule", () => applySchedule(cloud, place, desired.schedule, changes));
  const url = cloud.frontDoor.url(apiId, place.stage);
  const answer = await reporter.group("Request the public URL", () =>
    requestPublicUrl(url, built.manifest.healthCheckPath, context.clock),
  );
  return {
    url,
    functionName: place.name,
    ...live,
    previousVersion: observed.live?.version,
    changes,
    uploaded,
    bundleDigest: bundleDigest(built.manifest),
    answer,
  };
}

/** Lets the next build of the same recipe find these archives, wherever it runs. */
async function keepForNext({ cloud }: Context, { app, bucket }: Place, built: Built) {
  const { made, archives } = built;
  if (made === undefined) return;
  const key = recipeKey(app, made.recipe);
  const kept = archives
    .filter(({ ref: { name } }) => name === "ruby" || name === "gems")
    .map(({ ref, parts }) => ({ ...ref, parts }));
  const record: RecipeRecord = { schema: 1, ruby: made.ruby, archives: kept };
  await cloud.store.writeJson(bucket, key, record);
}

interface Live {
  readonly version: string;
  readonly coldStart: ColdStart | undefined;
}

async function ensureRole({ cloud, inputs }: Context, place: Place): Promise<string> {
  if (inputs.executionRole) return inputs.executionRole;
  const { functionConfiguration, prewarmRate, prewarmConcurrency } = inputs;
  const fansOut = prewarmRate !== undefined && prewarmConcurrency > 1;
  return cloud.roles.ensure(roleSpec({ ...place, functionConfiguration, fansOut }));
}

/** A failure anywhere in here leaves the version that was live before serving. */
async function goLive(
  context: Context,
  place: Place,
  built: Built,
  desired: Desired,
  observed: Observed,
): Promise<Live> {
  const { cloud, reporter, inputs } = context;
  const candidate = await reporter.group("Publish a version", () =>
    publishCandidate(cloud.functions, {
      functionName: place.name,
      exists: observed.workingCopy !== undefined,
      architecture: context.machine.architecture,
      settings: desired.settings,
      zip: desired.zip,
      tags: place.tags,
    }),
  );
  const command = inputs.releaseCommand;
  if (command) {
    await reporter.group(`Run \`${command}\``, async () => {
      const where = { ...place, functionName: place.name, qualifier: candidate.version };
      const output = await runReleaseCommand({ ...cloud, clock: context.clock }, where, command);
      for (const line of output.trimEnd().split("\n")) reporter.info(line);
    });
  }
  await reporter.group("Prewarm", () => warm(context, candidate));
  const coldStart = await reporter.group("Check health", () =>
    checkHealth(cloud.functions, candidate, {
      path: built.manifest.healthCheckPath,
      host: place.host,
      prefix: `/${place.stage}`,
    }),
  );
  await reporter.group("Move traffic", () =>
    cloud.functions.pointAlias(place.name, LIVE, candidate.version),
  );
  await cloud.store.writeJson(
    place.bucket,
    recordKey(place.app, place.stage, candidate.version),
    releaseRecord({
      version: candidate.version,
      previousVersion: observed.live?.version,
      manifest: built.manifest,
      assets: built.assets,
      environment: inputs.environment,
      now: context.clock.now(),
    }),
  );
  return { version: candidate.version, coldStart };
}

async function warm({ cloud, clock, inputs, reporter }: Context, candidate: Candidate) {
  const target = { functionName: candidate.functionName, qualifier: candidate.version };
  const wanted = inputs.prewarmConcurrency;
  const met = await prewarm(cloud.functions, clock, target, wanted);
  if (met.size === wanted) return reporter.info(`${met.size} sandboxes are ready`);
  reporter.warning(
    `${met.size} of ${wanted} sandboxes could be prewarmed: the account has no room for more at once (\`prewarm-concurrency\`).`,
  );
}
