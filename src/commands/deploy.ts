import { isLive } from "../release/state/already-live.ts";
import { assertVariablesFit } from "../release/state/variables-fit.ts";
import { renderOutputs } from "../report/outputs.ts";
import { renderSummary } from "../report/summary.ts";
import { build } from "./build/build.ts";
import { earlierBuildsInBucket } from "./build/earlier-builds-in-bucket.ts";
import { preflight } from "./build/preflight.ts";
import type { Context, EarlierBuilds } from "./context.ts";
import { type FoundPlace, findOwnPlace, findStage } from "./release/find-stage.ts";
import { release } from "./release/release.ts";
import { tellingLeftOut } from "./telling-left-out.ts";

/**
 * Deploys the app: builds it, tries it on this machine, releases it and reports.
 * @param makeBundle builds the app; a test passes one that needs no Ruby
 */
export async function deploy(context: Context, makeBundle: typeof build = build): Promise<void> {
  const { inputs, reporter } = context;
  // Before anything of the bucket is read, and before minutes go into a build that may not be released.
  const place = await findOwnPlace(context);
  const { bucket } = place.place;
  assertVariablesFit(inputs, bucket, undefined);
  const root = await context.openRoot(`the build of ${inputs.workingDirectory}`);
  reporter.info(`The build's folder is isolated by: ${root.isolation}`);
  try {
    const built = await makeBundle({ ...context, ...earlierBuilds(context, place) }, root);
    const found = await findStage(context, place);
    assertVariablesFit(inputs, bucket, found.observed, built.sessionSecrets);
    if (isLive(built.manifest, inputs.environment, found.observed)) {
      reporter.info("No preflight: the live version already has this bundle and these variables.");
    } else {
      await preflight(context, root, built);
    }
    await root.release(); // A release takes minutes, and other builds may be waiting for the root.
    const released = await tellingLeftOut(inputs, root, built.leftOut, () =>
      release(context, built, found, root.scratch),
    );
    const outputs = renderOutputs(inputs.stage, built, released);
    for (const [name, value] of Object.entries(outputs)) reporter.output(name, value);
    await reporter.summary(renderSummary(inputs.stage, built, released));
    reporter.info(released.url);
  } finally {
    await root.close();
  }
}

/**
 * Returns what finds earlier builds. In a prefix that nobody has claimed yet they may be another repository's; a
 * terminal, which knows no repository, may use all that the account has.
 */
function earlierBuilds(
  context: Context,
  { place, isClaimed }: FoundPlace,
): { readonly earlierBuilds?: EarlierBuilds } {
  const mayRead = isClaimed || (!context.repository && !context.repositoryId);
  return mayRead ? { earlierBuilds: earlierBuildsInBucket(context, place.bucket) } : {};
}
