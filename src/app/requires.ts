import type { ServerCommand } from "../../contract/manifest.ts";

/** The server's command with files that Ruby reads before anything else: what an app that is not edited gets. */
export function withRequires(server: ServerCommand, files: readonly string[]): ServerCommand {
  const [ruby = "", ...rest] = server.argv;
  return { ...server, argv: [ruby, ...files.map((file) => `-r${file}`), ...rest] };
}

/** The same for a command that starts Ruby by itself. */
export function requiredByEnvironment(files: readonly string[]): Readonly<Record<string, string>> {
  return files.length === 0 ? {} : { RUBYOPT: files.map((file) => `-r${file}`).join(" ") };
}
