import { ROOT } from "../../../contract/root.ts";
import type { Command, Shell } from "../../ports/shell.ts";
import type { Wrap } from "../shell.ts";

/**
 * A way to show child processes a folder of this build's own at the root's path. A command's working directory may
 * lie below the root, so the child enters it after the root is in place.
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
      "--mount",
      "--propagation",
      "private",
      "--",
      "sh",
      "-c",
      BIND,
      "sh",
      backing,
      command.cwd,
      command.file,
      ...command.args,
    ],
  }),
};

/** As an ordinary user, if unprivileged user namespaces are allowed. */
const bubblewrap: Isolation = {
  name: "bubblewrap",
  wrap: (backing) => (command) => ({
    ...command,
    cwd: "/",
    file: "bwrap",
    args: [
      "--dev-bind",
      "/",
      "/",
      "--bind",
      backing,
      ROOT,
      "--die-with-parent",
      "--chdir",
      command.cwd,
      "--",
      command.file,
      ...command.args,
    ],
  }),
};

const BIND_AS_USER = [
  `mount --bind "$1" ${ROOT} && cd "$2" || exit`,
  'export PATH="$3" HOME="$4"; uid=$5 gid=$6; shift 6',
  'exec setpriv --reuid "$uid" --regid "$gid" --init-groups --no-new-privs -- "$@"',
].join("; ");

/**
 * By sudo: GitHub's Ubuntu 24.04 runners restrict unprivileged namespaces by AppArmor, but have sudo without a
 * password. sudo resets PATH and HOME even with `-E`, so they are arguments. Privileges are dropped again before the
 * command starts.
 */
const sudo: Isolation = {
  name: "sudo",
  wrap: (backing) => (command) => ({
    ...command,
    cwd: "/",
    file: "sudo",
    args: [
      "-n",
      "-E",
      "unshare",
      "--mount",
      "--propagation",
      "private",
      "--",
      "sh",
      "-c",
      BIND_AS_USER,
      "sh",
      backing,
      command.cwd,
      command.env?.PATH ?? process.env.PATH ?? "",
      command.env?.HOME ?? process.env.HOME ?? "",
      String(process.getuid?.()),
      String(process.getgid?.()),
      command.file,
      ...command.args,
    ],
  }),
};

/** Lists the ways to try, best first. */
export function isolations(uid: number): readonly Isolation[] {
  return uid === 0 ? [asRoot, bubblewrap] : [bubblewrap, sudo];
}

/** Tests whether a child sees the backing folder, which holds `.probe`, at the root's path this way. */
export async function works(isolation: Isolation, backing: string, shell: Shell): Promise<boolean> {
  const probe: Command = { file: "test", args: ["-e", `${ROOT}/.probe`], cwd: "/" };
  try {
    return (await shell.run(isolation.wrap(backing)(probe))).status === 0;
  } catch {
    return false; // The program is not installed: the next way is tried.
  }
}
