import type { App } from "../../app/app.ts";
import { findRisks } from "../../app/data/find-risks.ts";
import type { Risk } from "../../app/data/risk.ts";
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
  const risks = findRisks({
    files,
    locked: app.locked,
    environment: inputs.environment,
    mounts: mountPaths(inputs.functionConfiguration),
    railsEnv: inputs.railsEnv.name,
  });
  const lost = risks.filter(({ kind }) => kind === "lost");
  if (lost.length > 0 && inputs.trust === "protected" && inputs.inject !== "report") {
    throw new UserError(
      `The stage \`${inputs.stage}\` would lose data. ${lost.map(({ what }) => what).join("\n")}`,
      `${fixes(lost)}\nTo deploy anyway, set \`allow-ephemeral-data: true\`.`,
    );
  }
  for (const { what, fix } of risks) reporter.warning(`${what} ${fix}`);
}

function fixes(risks: readonly Risk[]): string {
  return [...new Set(risks.map(({ fix }) => fix))].join("\n");
}
