import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { unpackArchive } from "../../bundle/archive/unpack.ts";
import type { Built } from "../../bundle/built.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { judge } from "../../preflight/judge.ts";
import { withPlaceholders } from "../../preflight/placeholders.ts";
import { planTrial } from "../../preflight/plan-trial.ts";
import type { BuildContext } from "../context.ts";

/**
 * Starts what was built on this machine, before any of it is uploaded. The last that is done in a root: what
 * lies there is replaced by what the archives hold, which is all that Lambda will have.
 * @throws UserError with the app's own last lines
 */
export async function preflight(
  { inputs, reporter }: BuildContext,
  root: BuildRoot,
  built: Built,
): Promise<void> {
  if (inputs.preflight === "off") return;
  await reporter.group("Preflight", async () => {
    await unpackInstead(root.backing, built);
    const { variables, replaced } = withPlaceholders(
      inputs.environment,
      inputs.task.kind === "build",
      await lockfile(root.backing),
    );
    const plan = planTrial({
      manifest: built.manifest,
      app: inputs.app,
      stage: inputs.stage,
      region: inputs.region,
      environment: variables,
      functionConfiguration: inputs.functionConfiguration,
      asks: inputs.preflight === "request",
      random: randomBytes(32).toString("hex"),
    });
    const result = await root.trial(plan);
    const verdict = judge(plan, result, replaced);
    if (verdict.kind === "failed") throw verdict.error;
    if (verdict.kind === "unsure") reporter.warning(verdict.said);
    else reporter.info(verdict.said);
  });
}

async function unpackInstead(backing: string, { archives }: Built): Promise<void> {
  for (const name of await readdir(backing)) {
    await rm(join(backing, name), { recursive: true, force: true });
  }
  for (const { folder, ref } of archives) {
    await unpackArchive({ folder, pieces: ref.pieces }, backing);
  }
  // As the proxy makes them.
  for (const name of ["run", "home"]) await mkdir(join(backing, name), { mode: 0o700 });
}

async function lockfile(backing: string): Promise<string> {
  const read = (name: string) => readFile(join(backing, "app", name), "utf8").catch(() => "");
  return (await read("gems.locked")) || (await read("Gemfile.lock"));
}
