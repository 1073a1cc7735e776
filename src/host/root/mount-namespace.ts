import { ROOT } from "../../../contract/root.ts";
import type { Command } from "../../ports/shell.ts";
import type { HiddenPaths } from "./hidden-paths.ts";
import type { Isolation } from "./isolation.ts";

/**
 * Shows the backing folder at the root's path and hides paths, in a mount namespace of its own. The arguments: the
 * backing folder; `folder` or `file` and a path for each that is hidden; `--`, the working directory, the command.
 */
const ENTER = `
set -e
mount --bind "$1" ${ROOT}; shift
while [ "$1" != -- ]; do
  if [ "$1" = folder ]; then mount -t tmpfs -o mode=0700 tmpfs "$2"; else mount --bind /dev/null "$2"; fi
  shift 2
done
cd "$2"; shift 2
`;

/**
 * The shell stays as the namespace's first process: the kernel ignores signals that such a process sends itself, and
 * kills the whole namespace when it ends.
 */
const AS_FIRST_PROCESS = `${ENTER}"$@"; exit`;
const IN_PLACE = `${ENTER}exec "$@"`;

/**
 * What root may still do in there, as in a container of Docker's. It cannot unmount what hides a file, nor read the
 * memory and environment of a process that may do more, nor make or reach devices.
 * https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities
 */
const RIGHTS = [
  ...[
    "chown",
    "dac_override",
    "fowner",
    "fsetid",
    "kill",
    "setgid",
    "setuid",
    "setpcap",
    "setfcap",
  ],
  ...["net_bind_service", "net_raw", "sys_chroot", "audit_write"],
];

/** As root: a private mount namespace. */
export function asRoot(hidesProcesses: boolean): Isolation {
  return {
    name: "mount namespace",
    hidesProcesses,
    wrap: (backing, hidden) => (command) => {
      const rights = ["-all", ...RIGHTS.map((name) => `+${name}`)].join(",");
      const drop = ["--bounding-set", rights, "--inh-caps", "-all"];
      const inside = ["setpriv", ...drop, "--", command.file, ...command.args];
      const [file = "", ...args] = entering(hidesProcesses, backing, hidden, command.cwd, inside);
      return { ...command, cwd: "/", file, args };
    },
  };
}

/** Sets what sudo resets even with `-E`. Its arguments: PATH, HOME, the command. */
const AS_USER = 'export PATH="$1" HOME="$2"; shift 2; exec "$@"';

/**
 * By sudo: GitHub's Ubuntu 24.04 runners restrict unprivileged namespaces by AppArmor, but have sudo without a
 * password. Privileges are dropped again before the command starts.
 */
export function sudo(hidesProcesses: boolean): Isolation {
  return {
    name: "sudo",
    hidesProcesses,
    wrap: (backing, hidden) => (command) => {
      const user = [
        ...["--reuid", String(process.getuid?.()), "--regid", String(process.getgid?.())],
        ...["--init-groups", "--no-new-privs"],
      ];
      const inside = [
        ...["setpriv", ...user, "--", "sh", "-c", AS_USER, "sh"],
        command.env?.PATH ?? process.env.PATH ?? "",
        command.env?.HOME ?? process.env.HOME ?? "",
        ...[command.file, ...command.args],
      ];
      const entered = entering(hidesProcesses, backing, hidden, command.cwd, inside);
      return { ...command, cwd: "/", file: "sudo", args: ["-n", "-E", ...entered] };
    },
  };
}

function entering(
  hidesProcesses: boolean,
  backing: string,
  { folders, files }: HiddenPaths,
  cwd: Command["cwd"],
  inside: readonly string[],
): readonly string[] {
  const processes = ["--pid", "--fork", "--kill-child", "--mount-proc"];
  return [
    ...["unshare", "--mount", "--propagation", "private", ...(hidesProcesses ? processes : [])],
    ...["--", "sh", "-c", hidesProcesses ? AS_FIRST_PROCESS : IN_PLACE, "sh", backing],
    ...folders.flatMap((path) => ["folder", path]),
    ...files.flatMap((path) => ["file", path]),
    ...["--", cwd, ...inside],
  ];
}
