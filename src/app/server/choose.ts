import { SERVERS, type Server } from "../app.ts";
import { usesGem } from "../bundler/uses-gem.ts";

/**
 * Chooses the program that serves the app.
 * @param gemfile text; asked if there is no lockfile
 * @param command the `server-command` input
 * @returns Puma, to be added, if the bundle has no server that we can start
 */
export function chooseServer(
  locked: ReadonlyMap<string, string>,
  gemfile: string,
  command?: string,
): Server {
  if (command !== undefined) return { name: "command", command };
  const name = SERVERS.find((gem) => usesGem(locked, gemfile, gem));
  if (name !== undefined) return { name, version: locked.get(name) };
  return { name: "puma", version: undefined, added: true };
}
