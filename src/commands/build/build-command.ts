import type { ServerCommand } from "../../../contract/manifest.ts";
import { BIN_DIR } from "../../../contract/root.ts";
import { preloadByEnvironment } from "../../app/server/preload.ts";

type Variables = Readonly<Record<string, string>>;

/** Whether a build command installs JavaScript packages itself, so that nobody else needs to: it says how. */
export function installsByItself(command: string): boolean {
  return /\b(npm|yarn|pnpm|bun)\s+(ci|clean-install|i|install)\b|\byarn\s*($|[;&|\n])/.test(
    command,
  );
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
