import { ROOT } from "../../../contract/root.ts";
import type { Command, Shell } from "../../ports/shell.ts";
import type { Wrap } from "../shell.ts";

/**
 * A way to show children a folder of this build's own at the root's path. The command's folder may lie
 * under the root, so it is entered only there, in the child.
 */
export interface Isolation {
  readonly name: string;
  wrap(backing: string): Wrap;
}

const BIND = `mount --bind "$1" ${ROOT} && cd "$2" && shift 2 && exec "$@"`;

/** As root: a private mount namespace. */
const asRoot: Isolation = {
  name: "mount namespace",
  wrap: (backing) => (command) => ({
    ...command,
    cwd: "/",
    file: "unshare",
    args: [
      ...["--mount", "--propagation", "private", "--", "sh", "-c", BIND, "sh"],
      ...[backing, command.cwd, command.file, ...command.args],
    ],
  }),
};

/** As an ordinary user, where unprivileged user namespaces are allowed. */
const bubblewrap: Isolation = {
  name: "bubblewrap",
  wrap: (backing) => (command) => ({
    ...command,
    cwd: "/",
    file: "bwrap",
    args: [
      ...["--dev-bind", "/", "/", "--bind", backing, ROOT, "--die-with-parent"],
      ...["--chdir", command.cwd, "--", command.file, ...command.args],
    ],
  }),
};

const BIND_AS_USER = [
  `mount --bind "$1" ${ROOT} && cd "$2" || exit`,
  'export PATH="$3" HOME="$4"; uid=$5 gid=$6; shift 6',
  'exec setpriv --reuid "$uid" --regid "$gid" --init-groups --no-new-privs -- "$@"',
].join("; ");

/**
 * Hosted Ubuntu 24.04 restricts unprivileged namespaces by AppArmor but has sudo without a password.
 * sudo resets PATH and HOME even with `-E`, so they are handed over as arguments; privileges are dropped
 * again before the command starts.
 */
const sudo: Isolation = {
  name: "sudo",
  wrap: (backing) => (command) => ({
    ...command,
    cwd: "/",
    file: "sudo",
    args: [
      ...["-n", "-E", "unshare", "--mount", "--propagation", "private", "--"],
      ...["sh", "-c", BIND_AS_USER, "sh", backing, command.cwd],
      ...[command.env?.PATH ?? process.env.PATH ?? "", command.env?.HOME ?? process.env.HOME ?? ""],
      ...[String(process.getuid?.()), String(process.getgid?.()), command.file, ...command.args],
    ],
  }),
};

/** The ways to try, best first. */
export function isolations(uid: number): readonly Isolation[] {
  return uid === 0 ? [asRoot, bubblewrap] : [bubblewrap, sudo];
}

/** True where a child can be shown the backing folder, which holds `.probe`, at the root's path this way. */
export async function works(isolation: Isolation, backing: string, shell: Shell): Promise<boolean> {
  const probe: Command = { file: "test", args: ["-e", `${ROOT}/.probe`], cwd: "/" };
  try {
    return (await shell.run(isolation.wrap(backing)(probe))).status === 0;
  } catch {
    return false; // The tool is not there: the next way is tried.
  }
}
