import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ToldWork } from "../../../contract/told-work.ts";
import { parseLockfile } from "../../app/bundler/lockfile.ts";
import { unpackArchive } from "../../bundle/archive/unpack.ts";
import type { Built } from "../../bundle/built.ts";
import { UserError } from "../../errors.ts";
import { explainLeftOut } from "../../inject/left-out/explain.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { NO_JAIL } from "../../ports/trial.ts";
import { findDigestedFile } from "../../preflight/digested-file.ts";
import { judge } from "../../preflight/judge.ts";
import { planTrial } from "../../preflight/plan-trial.ts";
import { readToldWork } from "../../preflight/told-work.ts";
import { unsentFile } from "../../preflight/unsent-file.ts";
import type { BuildContext } from "../context.ts";
import { knownLeftOut } from "../telling-left-out.ts";
import { emptyRoot } from "./empty-root.ts";
import { warnOfIdleWork } from "./limits.ts";
import { stagedLockfile } from "./staged-lockfile.ts";
import { withStageValues } from "./variables-of-build.ts";

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
  built: Pick<Built, "archives" | "manifest" | "sessionSecrets" | "leftOut">,
): Promise<void> {
  const dir = join(root.backing, "app");
  const gemfile = built.manifest.server.env.BUNDLE_GEMFILE;
  const warn = async (told?: ToldWork) => {
    const { locked } = parseLockfile(await stagedLockfile(root.backing, gemfile));
    await warnOfIdleWork({ inputs, reporter }, { dir, locked }, told);
  };
  if (inputs.preflight === "off") return warn();
  await reporter.group("Preflight", async () => {
    await fillFromArchives(root.backing, built.archives);
    const { variables, replaced } = await withStageValues(inputs, root, gemfile);
    const random = randomBytes(32).toString("hex");
    reporter.secret(random);
    const plan = planTrial({
      manifest: built.manifest,
      app: inputs.app,
      stage: inputs.stage,
      region: inputs.region,
      environment: variables,
      memory: inputs.memory,
      functionConfiguration: inputs.functionConfiguration,
      sessionSecrets: built.sessionSecrets,
      file: await findDigestedFile(dir),
      asks: inputs.preflight === "request",
      random,
    });
    const result = await root.trial(plan);
    if (result.isolation === NO_JAIL) reporter.warning(WITHOUT_JAIL);
    const verdict = judge(plan, built.manifest.healthCheck, result, replaced);
    const why = () => explainLeftOut(result.output, knownLeftOut(inputs, root, built.leftOut));
    if (verdict.kind === "failed") throw withReason(verdict.error, await why());
    if (verdict.kind === "passed") reporter.info(verdict.said);
    else reporter.warning([verdict.said, (await why()) ?? []].flat().join("\n"));
    const unsent = unsentFile(plan, result);
    if (unsent !== undefined) reporter.warning(unsent);
    await warn(readToldWork(result.output));
  });
}

/** Puts the reason of an error before its fix, where one is known. */
function withReason(error: UserError, why: string | undefined): UserError {
  return why === undefined ? error : new UserError(error.message, `${why}\n${error.fix}`);
}

async function fillFromArchives(backing: string, archives: Built["archives"]): Promise<void> {
  await emptyRoot(backing);
  for (const { folder, ref } of archives) {
    await unpackArchive({ ...ref, folder }, backing);
  }
  // The proxy makes them in Lambda.
  for (const name of ["run", "home"]) await mkdir(join(backing, name), { mode: 0o700 });
}
