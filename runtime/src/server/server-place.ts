import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { killLeftover } from "./process-id.ts";

/** The folders in which a rack server runs. */
export interface ServerPlace {
  /** The socket's folder, made with mode 0700. */
  readonly runDir: string;
  readonly socket: string;
  /** HOME of the server, made if it is missing. */
  readonly home: string;
}

/**
 * Makes the folders, and ends and removes what an earlier server has left.
 * @param app the app's folder
 * @returns the file in which the server's process is to be recorded
 */
export function preparePlace({ runDir, socket, home }: ServerPlace, app: string): string {
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  chmodSync(runDir, 0o700);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const pidFile = `${runDir}/server.pid`;
  killLeftover(pidFile, dirname(runDir));
  rmSync(socket, { force: true });
  // `rails server` takes the id in it, which another process may have now, for a server's.
  rmSync(`${app}/tmp/pids/server.pid`, { force: true });
  return pidFile;
}
