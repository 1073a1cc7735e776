import type { ServerCommand } from "../../../contract/manifest.ts";
import type { App } from "../../app/app.ts";
import { withCompileCache } from "../../app/server/command.ts";
import { compileGems } from "../../bundle/compile-cache/compile-gems.ts";
import { fillCompileCache } from "../../bundle/compile-cache/fill.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";
import type { ForLater, GemsAndRuby } from "./gems-and-ruby.ts";
import { ifUnchanged, readMade } from "./made.ts";

export interface CompiledApp {
  /** How the server is started in Lambda. */
  readonly server: ServerCommand;
  /** What was compiled of the gems without the app, relative to the root. */
  readonly ofGems: readonly string[];
  /** Undefined if they were no longer what may be recorded when they were compiled: their own code compiles them. */
  readonly forLater: ForLater | undefined;
}

/**
 * Compiles what an app with bootsnap loads.
 * @param variables the stage's, as `stageVariables` gives them to a build
 */
export async function compile(
  { inputs, reporter }: Pick<BuildContext, "inputs" | "reporter">,
  root: Pick<BuildRoot, "backing" | "shell">,
  app: Pick<App, "locked" | "healthCheckPath">,
  server: ServerCommand,
  { packaged, forLater }: Pick<GemsAndRuby, "packaged" | "forLater">,
  variables: Readonly<Record<string, string>>,
): Promise<CompiledApp> {
  const bootsnap = app.locked.get("bootsnap");
  if (bootsnap === undefined) return { server, ofGems: [], forLater };
  return reporter.group("Compile by bootsnap", async () => {
    const cached = withCompileCache(server);
    const isFilled = await fillCompileCache({
      root,
      server: cached,
      env: variables,
      healthCheckPath: inputs.healthCheckPath ?? app.healthCheckPath,
      log: reporter.info,
    });
    if (!isFilled) return { server, ofGems: [], forLater };
    const unchanged =
      forLater && (await ifUnchanged(forLater, await readMade(root, packaged), reporter.info));
    const ofGems = await compileGems(root, packaged, bootsnap, reporter.info);
    return { server: cached, ofGems, forLater: unchanged };
  });
}
