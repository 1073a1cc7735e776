import type { ServerCommand } from "../../../contract/manifest.ts";
import { BIN_DIR } from "../../../contract/root.ts";

/**
 * Adds files that Ruby loads before anything else to a server's command. An app whose files are not edited needs it. A
 * command that runs in the server's environment, such as a migration, boots the same app.
 */
export function withPreloadedFiles(server: ServerCommand, files: readonly string[]): ServerCommand {
  const [ruby = "", ...rest] = server.argv;
  return {
    ...server,
    argv: [ruby, ...files.map((file) => `-r${file}`), ...rest],
    defaults: { ...server.defaults, ...preloadByEnvironment(files) },
  };
}

/** Preloads them by the environment, for a command that starts Ruby by itself. */
export function preloadByEnvironment(files: readonly string[]): Readonly<Record<string, string>> {
  return files.length === 0 ? {} : { RUBYOPT: files.map((file) => `-r${file}`).join(" ") };
}

/**
 * Has Ruby load a file before anything else, if the server is started by Ruby itself. Other commands that run in the
 * server's environment do not load it.
 */
export function withLoadedFirst(server: ServerCommand, file: string): ServerCommand {
  const [ruby = "", ...rest] = server.argv;
  return isRuby(server) ? { ...server, argv: [ruby, `-r${file}`, ...rest] } : server;
}

/** Whether the packaged Ruby starts the server, and not a command of the user. */
export function isRuby({ argv }: Pick<ServerCommand, "argv">): boolean {
  return argv[0] === `${BIN_DIR}/ruby`;
}
