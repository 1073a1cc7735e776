import { Env } from "../../../contract/environment.ts";
import type { ColdStart } from "../../../contract/messages.ts";
import type { Functions } from "../../ports/functions.ts";
import { type Candidate, checkHealth } from "../../release/invoke/check-health.ts";
import { patient } from "../../release/invoke/patient.ts";
import { prewarm } from "../../release/invoke/prewarm.ts";
import { runReleaseCommand } from "../../release/invoke/release-command.ts";
import { exampleAddress } from "../../release/place/example-address.ts";
import type { Place } from "../../release/place/find-place.ts";
import { LIVE } from "../../release/place/names.ts";
import { recordKey, releaseRecord } from "../../release/records/release-record.ts";
import type { Context } from "../context.ts";
import type { ReleasePlan } from "./plan.ts";

type Invoker = Pick<Functions, "invoke">;

/**
 * Publishes a version, checks that it is healthy, and moves traffic to it with one call. Until that call, the
 * previous version serves.
 */
export async function releaseVersion(
  context: Context,
  plan: ReleasePlan,
): Promise<{ readonly version: string; readonly coldStart: ColdStart }> {
  const { cloud, clock, reporter } = context;
  const { place, bundle, desired } = plan;
  const waiting = { clock, say: reporter.info };
  const changed = plan.roleChanged ? patient(cloud.functions, "role", waiting) : cloud.functions;
  const functions = patient(changed, "room", waiting);
  const version = await reporter.group("Publish a version", () =>
    cloud.functions.publish(place.name, desired.zip.sha256),
  );
  const candidate = { functionName: place.name, version };
  await runCommand(context, functions, place, candidate);
  // It does with fewer sandboxes where there is no room.
  await reporter.group("Prewarm", () => warm(context, changed, candidate));
  const coldStart = await reporter.group("Check health", () =>
    checkHealth(
      functions,
      candidate,
      bundle.manifest.healthCheck,
      exampleAddress(place, context.inputs.environment[Env.publicUrl]),
    ),
  );
  // Before traffic moves: the next deploy does not repeat the release of a version that is live.
  await recordRelease(context, plan, version);
  await reporter.group("Move traffic", () => cloud.functions.pointAlias(place.name, LIVE, version));
  return { version, coldStart };
}

async function runCommand(
  { cloud, clock, inputs, reporter }: Context,
  functions: Invoker,
  place: Place,
  candidate: Candidate,
) {
  const command = inputs.releaseCommand;
  if (!command) return;
  await reporter.group(`Run \`${command}\``, async () => {
    const where = { ...place, ...candidate, qualifier: candidate.version };
    const ports = { ...cloud, functions, clock, say: reporter.info };
    const output = await runReleaseCommand(ports, where, command);
    for (const line of output.trimEnd().split("\n")) reporter.info(line);
  });
}

async function warm(
  { clock, inputs, reporter }: Context,
  functions: Invoker,
  candidate: Candidate,
) {
  const target = { functionName: candidate.functionName, qualifier: candidate.version };
  const wanted = inputs.prewarmConcurrency;
  const met = await prewarm(functions, clock, target, wanted);
  if (met.size >= wanted) return reporter.info(`${met.size} sandboxes are ready`);
  reporter.warning(
    `${met.size} of ${wanted} sandboxes could be prewarmed: the account has no room for more at once (\`prewarm-concurrency\`).`,
  );
}

async function recordRelease(
  { cloud, clock, inputs }: Context,
  { place, bundle, observed }: ReleasePlan,
  version: string,
): Promise<void> {
  await cloud.store.writeJson(
    place.bucket,
    recordKey(place.app, place.stage, version),
    releaseRecord({
      version,
      previousVersion: observed.live?.version,
      manifest: bundle.manifest,
      assets: bundle.assets,
      environment: inputs.environment,
      now: clock.now(),
    }),
  );
}
