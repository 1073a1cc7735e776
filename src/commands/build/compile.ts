import type { ServerCommand } from "../../../contract/manifest.ts";
import type { App } from "../../app/app.ts";
import { withCompileCache } from "../../app/server/command.ts";
import { fillCompileCache } from "../../bundle/compile-cache/fill.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";
import { stageVariables } from "./stage-variables.ts";

/**
 * Compiles what an app with bootsnap loads.
 * @returns how the server is started in Lambda
 */
export async function compile(
  { inputs, reporter }: BuildContext,
  root: BuildRoot,
  app: Pick<App, "locked" | "healthCheckPath">,
  server: ServerCommand,
): Promise<ServerCommand> {
  if (!app.locked.has("bootsnap")) return server;
  return reporter.group("Compile by bootsnap", async () => {
    const cached = withCompileCache(server);
    const isFilled = await fillCompileCache({
      root,
      server: cached,
      env: stageVariables(inputs.environment, inputs.buildEnvironment),
      healthCheckPath: inputs.healthCheckPath ?? app.healthCheckPath,
      log: reporter.info,
    });
    return isFilled ? cached : server;
  });
}
