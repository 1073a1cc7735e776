import type { ToldWork } from "../../../contract/told-work.ts";
import type { App } from "../../app/app.ts";
import { findIdleWork, findRisks } from "../../app/data/find-risks.ts";
import type { DataSources, Risk } from "../../app/data/risk.ts";
import { readInspectedFiles } from "../../app/inspected-files.ts";
import { findUnsupportedFeatures } from "../../app/unsupported-features.ts";
import { UserError } from "../../errors.ts";
import { mountPaths } from "../../inputs/mount-paths.ts";
import type { BuildContext } from "../context.ts";

const DOCS = "https://github.com/org/megamode-deploy/blob/main/docs/limits.md";

/**
 * Warns about parts of the app that cannot work in Lambda, before anything is built.
 * @throws UserError if a protected stage would lose data
 */
export async function warnAboutLimits(
  { inputs, reporter }: Pick<BuildContext, "inputs" | "reporter">,
  app: Pick<App, "dir" | "locked">,
): Promise<void> {
  const files = await readInspectedFiles(app.dir);
  const unsupported = findUnsupportedFeatures(files, inputs.serverCommand);
  if (unsupported.length > 0) {
    const list = unsupported.map(({ what, shownBy }) => `${what}: ${shownBy}`).join("; ");
    reporter.warning(`Cannot work on Lambda: ${list}. ${DOCS}#${unsupported[0]?.heading}`);
  }
  if (inputs.allowEphemeralData) return;
  const lost = findRisks(sources(inputs, app.locked, files));
  if (lost.length > 0 && inputs.trust === "protected" && inputs.inject !== "report") {
    throw new UserError(
      `The stage \`${inputs.stage}\` would lose data. ${lost.map(({ what }) => what).join("\n")}`,
      `${fixes(lost)}\nTo deploy anyway, set \`allow-ephemeral-data: true\`.`,
    );
  }
  for (const { what, fix } of lost) reporter.warning(`${what} ${fix}`);
}

/**
 * Warns about work of the app that nobody would do: jobs in a queue, tasks that a clock starts.
 * @param dir the app's folder
 * @param told what the app said of itself in a preflight; undefined if nobody asked it
 */
export async function warnOfIdleWork(
  { inputs, reporter }: Pick<BuildContext, "inputs" | "reporter">,
  { dir, locked }: Pick<App, "dir" | "locked">,
  told: ToldWork | undefined,
): Promise<void> {
  if (inputs.allowEphemeralData) return;
  const found = findIdleWork(sources(inputs, locked, await readInspectedFiles(dir)), told);
  for (const { what, fix } of found) reporter.warning(`${what} ${fix}`);
}

function sources(
  { environment, functionConfiguration, railsEnv }: BuildContext["inputs"],
  locked: App["locked"],
  files: ReadonlyMap<string, string>,
): DataSources {
  const mounts = mountPaths(functionConfiguration);
  return { files, locked, environment, mounts, railsEnv: railsEnv.name };
}

function fixes(risks: readonly Risk[]): string {
  return [...new Set(risks.map(({ fix }) => fix))].join("\n");
}
