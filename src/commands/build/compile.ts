import type { ServerCommand } from "../../../contract/manifest.ts";
import type { App } from "../../app/app.ts";
import { MASTER_KEY } from "../../app/master-key.ts";
import { withCompileCache } from "../../app/server/command.ts";
import { fillCompileCache } from "../../bundle/compile-cache/fill.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";

/**
 * Compiles what an app with bootsnap loads.
 * @returns how the server is to be started
 */
export async function compile(
  context: BuildContext,
  root: BuildRoot,
  app: App,
  server: ServerCommand,
): Promise<ServerCommand> {
  const { inputs, reporter } = context;
  if (!app.locked.has("bootsnap")) return server;
  return reporter.group("Compile by bootsnap", async () => {
    const cached = withCompileCache(server);
    const { [MASTER_KEY]: key, DATABASE_URL: url } = inputs.environment;
    const isCached = await fillCompileCache({
      root,
      server: cached,
      env: {
        ...(key ? { [MASTER_KEY]: key } : {}),
        // It decides which adapter is loaded. No build is to reach the stage's database.
        ...(url && !url.startsWith("sqlite")
          ? { DATABASE_URL: `${url.split(":", 1)[0]}://localhost/none` }
          : {}),
      },
      healthCheckPath: inputs.healthCheckPath ?? app.healthCheckPath,
      log: reporter.info,
    });
    return isCached ? cached : server;
  });
}
