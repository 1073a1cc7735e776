import type { ServerCommand } from "../../../contract/manifest.ts";
import { BIN_DIR } from "../../../contract/root.ts";
import type { App } from "../../app/app.ts";
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
 * @param variables the stage's, as `stageVariables` gives them to a build
 * @param requires files that every Ruby reads first
 */
export function buildCommandEnvironment(
  server: ServerCommand,
  path: string,
  variables: Variables,
  requires: readonly string[],
): Variables {
  return {
    ...server.defaults,
    ...variables,
    ...server.env,
    ...preloadByEnvironment(requires),
    PATH: `${BIN_DIR}:${path}`,
  };
}
