import { loadBundle } from "../loader/load.ts";
import { loadLater } from "../loader/load-later.ts";
import { RackServer, type ServerOptions, type StartedServer } from "./rack-server.ts";

/** Everything by which a sandbox acts on the world outside of it. */
export interface SandboxPorts {
  readonly loadBundle: typeof loadBundle;
  readonly loadLater: typeof loadLater;
  readonly startServer: (options: ServerOptions) => StartedServer;
}

export const REAL_PORTS: SandboxPorts = {
  loadBundle,
  loadLater,
  startServer: (options) => new RackServer(options),
};
