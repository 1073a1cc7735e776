import type { ServerCommand } from "../../../contract/manifest.ts";
import type { App } from "../../app/app.ts";
import { withCompileCache } from "../../app/server/command.ts";
import { fillCompileCache } from "../../bundle/compile-cache/fill.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";
import { masterKeyOf } from "./build-command.ts";

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
      env: compileEnvironment(inputs.environment),
      healthCheckPath: inputs.healthCheckPath ?? app.healthCheckPath,
      log: reporter.info,
    });
    return isFilled ? cached : server;
  });
}

/**
 * The function's variables that the app gets while it is compiled. The scheme of DATABASE_URL decides which adapter is
 * loaded; its host is replaced, because no build may reach the stage's database.
 */
export function compileEnvironment(
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const key = masterKeyOf(environment);
  const [scheme = ""] = (environment.DATABASE_URL ?? "").split(":", 1);
  if (scheme === "" || scheme.startsWith("sqlite")) return key;
  return { ...key, DATABASE_URL: `${scheme}://localhost/none` };
}
