import type { Config } from "../config.ts";
import type { Output } from "../logs/output.ts";
import type { Sandbox } from "../server/sandbox.ts";
import { inMaintenance } from "./maintenance.ts";
import type { OwnAnswer } from "./request-deps.ts";
import { staticFiles } from "./static-files.ts";

/**
 * Chooses what the proxy answers itself.
 * @param root where the bundle is
 * @returns undefined if the app answers everything
 */
export function ownAnswer(
  { maintenance, staticPaths }: Pick<Config, "maintenance" | "staticPaths">,
  root: string,
  sandbox: Pick<Sandbox, "loaded" | "settled">,
  output: Output,
): OwnAnswer | undefined {
  if (maintenance) return inMaintenance(maintenance);
  if (staticPaths.length === 0) return undefined;
  return staticFiles(staticPaths, `${root}/app/public`, sandbox, output);
}
