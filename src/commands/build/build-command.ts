import type { ServerCommand } from "../../../contract/manifest.ts";
import { BIN_DIR } from "../../../contract/root.ts";
import { preloadByEnvironment } from "../../app/server/preload.ts";

type Variables = Readonly<Record<string, string>>;

/** A command that installs JavaScript packages itself: it says how. */
const INSTALLS = /\b(npm|yarn|pnpm|bun)\s+(ci|clean-install|i|install)\b|\byarn\s*($|[;&|\n])/;

/** A command that builds nothing: that is what it is for. */
const NOTHING = /^\s*(true|:)?\s*$/;

/** Whether somebody else has to install JavaScript packages before a build command runs. */
export function needsPackages(command: string): boolean {
  return !INSTALLS.test(command) && !NOTHING.test(command);
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
