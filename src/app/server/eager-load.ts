import { Env } from "../../../contract/environment.ts";
import type { ServerCommand } from "../../../contract/manifest.ts";
import type { EagerLoad } from "../../inputs/inputs.ts";
import type { App } from "../app.ts";

/**
 * Says what of a Rails app is loaded before the server listens, unless the operator says otherwise. Our gem reads it. A Rack
 * app loads itself.
 */
export function withEagerLoad(
  server: ServerCommand,
  { kind }: Pick<App, "kind">,
  eagerLoad: EagerLoad,
): ServerCommand {
  if (kind !== "rails") return server;
  return { ...server, defaults: { ...server.defaults, [Env.eagerLoad]: eagerLoad } };
}

/**
 * Returns variables by which the server loads everything before it listens, whatever it defers in Lambda: a file that does
 * not load is found before the deploy, and bootsnap compiles what is loaded later. Empty if the app defers nothing.
 */
export function loadingEverything({
  defaults,
}: Pick<ServerCommand, "defaults">): Readonly<Record<string, string>> {
  return Env.eagerLoad in defaults ? { [Env.eagerLoad]: "app" satisfies EagerLoad } : {};
}
