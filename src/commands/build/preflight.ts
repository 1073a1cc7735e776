import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { unpackArchive } from "../../bundle/archive/unpack.ts";
import type { Built } from "../../bundle/built.ts";
import { UserError } from "../../errors.ts";
import { readTextIfThere } from "../../files.ts";
import { explainLeftOut } from "../../inject/left-out/explain.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { NO_JAIL } from "../../ports/trial.ts";
import { judge } from "../../preflight/judge.ts";
import { withPlaceholders } from "../../preflight/placeholders.ts";
import { planTrial } from "../../preflight/plan-trial.ts";
import type { BuildContext } from "../context.ts";
import { knownLeftOut } from "../telling-left-out.ts";
import { emptyRoot } from "./empty-root.ts";

const WITHOUT_JAIL =
  "The preflight ran without a jail, because this machine allows none: the app could read every file that this job's user can read, change those that it can change, and use the network. Install bubblewrap, or allow `sudo -n`; or set `preflight: off`.";

/**
 * Starts what was built on this machine, before any of it is uploaded. Nothing can be done in the root
 * afterwards: its files are replaced by those of the archives, which are all that Lambda will have.
 * @throws UserError with the app's own last lines
 */
export async function preflight(
  { inputs, reporter }: Pick<BuildContext, "inputs" | "reporter">,
  root: Pick<BuildRoot, "backing" | "trial">,
  built: Pick<Built, "archives" | "manifest" | "leftOut">,
): Promise<void> {
  if (inputs.preflight === "off") return;
  await reporter.group("Preflight", async () => {
    await fillFromArchives(root.backing, built.archives);
    const { variables, replaced } = withPlaceholders(
      inputs.environment,
      inputs.task.kind === "build" && !inputs.task.hasSecrets,
      await lockfile(root.backing),
    );
    const random = randomBytes(32).toString("hex");
    reporter.secret(random);
    const plan = planTrial({
      manifest: built.manifest,
      app: inputs.app,
      stage: inputs.stage,
      region: inputs.region,
      environment: variables,
      functionConfiguration: inputs.functionConfiguration,
      asks: inputs.preflight === "request",
      random,
    });
    const result = await root.trial(plan);
    if (result.isolation === NO_JAIL) reporter.warning(WITHOUT_JAIL);
    const verdict = judge(plan, built.manifest.healthCheck, result, replaced);
    if (verdict.kind === "passed") return reporter.info(verdict.said);
    const why = await explainLeftOut(result.output, knownLeftOut(inputs, root, built.leftOut));
    if (verdict.kind === "unsure") {
      return reporter.warning(why === undefined ? verdict.said : `${verdict.said}\n${why}`);
    }
    const { message, fix } = verdict.error;
    throw why === undefined ? verdict.error : new UserError(message, `${why}\n${fix}`);
  });
}

async function fillFromArchives(backing: string, archives: Built["archives"]): Promise<void> {
  await emptyRoot(backing);
  for (const { folder, ref } of archives) {
    await unpackArchive({ ...ref, folder }, backing);
  }
  // The proxy makes them in Lambda.
  for (const name of ["run", "home"]) await mkdir(join(backing, name), { mode: 0o700 });
}

/** The app's lockfile; empty if it has none with a usual name. */
async function lockfile(backing: string): Promise<string> {
  const read = async (name: string) => (await readTextIfThere(join(backing, "app", name))) ?? "";
  return (await read("gems.locked")) || (await read("Gemfile.lock"));
}
