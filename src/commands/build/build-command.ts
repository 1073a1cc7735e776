import type { ServerCommand } from "../../../contract/manifest.ts";
import { BIN_DIR } from "../../../contract/root.ts";
import type { App } from "../../app/app.ts";
import { MASTER_KEY } from "../../app/master-key.ts";
import { preloadByEnvironment } from "../../app/server/preload.ts";
import type { Inputs } from "../../inputs/inputs.ts";

type Variables = Readonly<Record<string, string>>;

/** The user's build command; without one, that of an app with an asset pipeline. */
export function chooseBuildCommand(
  inputs: Pick<Inputs, "buildCommand">,
  app: Pick<App, "hasAssets">,
): string | undefined {
  return inputs.buildCommand ?? (app.hasAssets ? "bin/rails assets:precompile" : undefined);
}

/**
 * The build command's environment: that of the server, with the runner's PATH.
 * @param path the runner's
 * @param environment variables of the function; only the key of the credentials is handed on
 * @param requires files that every Ruby reads first
 */
export function buildCommandEnvironment(
  server: ServerCommand,
  path: string,
  environment: Variables,
  requires: readonly string[],
): Variables {
  return {
    ...server.defaults,
    ...server.env,
    ...masterKeyOf(environment),
    ...preloadByEnvironment(requires),
    PATH: `${BIN_DIR}:${path}`,
  };
}

/** The key of the credentials, if there is one: the build boots the app, and an initializer may read them. */
export function masterKeyOf(environment: Variables): Variables {
  const key = environment[MASTER_KEY];
  return key ? { [MASTER_KEY]: key } : {};
}
