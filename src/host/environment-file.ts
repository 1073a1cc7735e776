import { writeFileSync } from "node:fs";

/**
 * Writes a command's whole environment where a program on the way to it keeps none, as `sudo` does: sudo-rs has no `-E`,
 * and with it classic sudo still drops what could change its own programs. The file is a script for a POSIX shell, for
 * this user alone.
 *
 * A shell takes no name that is no identifier, and no other value for a few that are its own (dash: `OPTIND`; bash: `UID`,
 * `PPID` and the like). Those do not arrive.
 * https://github.com/trifectatechfoundation/sudo-rs/issues/1299
 * https://github.com/sudo-project/sudo/blob/main/plugins/sudoers/env.c
 * @throws Error if the file is there already
 */
export function writeEnvironment(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const lines = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && IDENTIFIER.test(name)
      ? [`command export ${name}=${quoted(value)} || :\n`]
      : [],
  );
  writeFileSync(file, lines.join(""), { flag: "wx", mode: 0o600 });
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Lines of a script: opens the file that its first argument names, and removes it. The other arguments stay. */
export const OPEN_ENVIRONMENT = `exec 3<"$1"; command -p rm "$1"; shift
`;

/** Lines of a script, after those and as the user whose file it is: becomes the command of its arguments. */
export const ENTER_ENVIRONMENT = `unset PATH; . /proc/self/fd/3 2>/dev/null; exec 3<&-; exec "$@"
`;

/** Quotes any text for a POSIX shell. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
