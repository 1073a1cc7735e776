import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { ENTER_ENVIRONMENT, OPEN_ENVIRONMENT, writeEnvironment } from "../environment-file.ts";
import { ownProgram } from "../own-program.ts";
import type { HiddenPaths } from "./hidden-paths.ts";
import { type Isolation, KERNEL_SETTINGS } from "./isolation.ts";

/**
 * Shows the backing folder at the root's path and hides paths, in a mount namespace of its own. The arguments: the
 * backing folder; for each path what is done to it, and the path; `--`, the working directory, the command.
 */
const ENTER = `
set -e
backing=$1; shift
while [ "$1" != -- ]; do
  case $1 in
    hold) mount --rbind "$2" "$2" ;;
    root) mount --bind "$backing" "$2" ;;
    folder) mount -t tmpfs -o mode=0700 tmpfs "$2" ;;
    file) mount --bind /dev/null "$2" ;;
    read-only) [ ! -e "$2" ] || { mount --rbind "$2" "$2"; mount -o remount,bind,ro "$2"; } ;;
  esac
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
 * memory and environment of a process that may do more, nor make a device.
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
    wrap: (backing, hidden) => (start) => {
      const rights = ["-all", ...RIGHTS.map((name) => `+${name}`)].join(",");
      const drop = ["--bounding-set", rights, "--inh-caps", "-all"];
      const inside = [ownProgram("setpriv"), ...drop, "--", start.file, ...start.args];
      const [file = "", ...args] = entering(hidesProcesses, backing, hidden, start.cwd, inside);
      return { ...start, cwd: "/", file, args };
    },
  };
}

/**
 * By sudo: GitHub's runners with Ubuntu 24.04 and 26.04 restrict unprivileged namespaces by AppArmor, but have sudo
 * without a password. Privileges are dropped again before the command starts. Its environment crosses in a file, see there.
 */
export function sudo(hidesProcesses: boolean): Isolation {
  return {
    name: "sudo",
    hidesProcesses,
    wrap: (backing, hidden) => (start) => {
      const user = [
        ...["--reuid", String(process.getuid?.()), "--regid", String(process.getgid?.())],
        ...["--init-groups", "--no-new-privs"],
      ];
      const folder = mkdtempSync(join(process.env.RUNNER_TEMP ?? tmpdir(), "megamode-command-")); // 0700
      const end = () => rmSync(folder, { recursive: true, force: true });
      const environment = join(folder, "environment");
      try {
        writeEnvironment(environment, start.env);
      } catch (error) {
        end();
        throw error;
      }
      const inside = [
        ...[ownProgram("setpriv"), ...user, "--", ownProgram("env"), "-i", ownProgram("sh")],
        ...["-c", OPEN_ENVIRONMENT + ENTER_ENVIRONMENT, "sh", environment],
        ...[start.file, ...start.args],
      ];
      const args = ["-n", "--", ...entering(hidesProcesses, backing, hidden, start.cwd, inside)];
      // Classic sudo 1.9.16 crashes where its environment is empty.
      const env = { PATH: process.env.PATH ?? "" };
      return { file: ownProgram("sudo"), args, cwd: "/", env, end };
    },
  };
}

function entering(
  hidesProcesses: boolean,
  backing: string,
  { folders, files, held }: HiddenPaths,
  cwd: string,
  inside: readonly string[],
): readonly string[] {
  const processes = ["--pid", "--fork", "--kill-child", "--mount-proc"];
  return [
    ...[
      ownProgram("unshare"),
      "--mount",
      "--propagation",
      "private",
      ...(hidesProcesses ? processes : []),
    ],
    ...["--", ownProgram("sh"), "-c", hidesProcesses ? AS_FIRST_PROCESS : IN_PLACE, "sh", backing],
    ...held.flatMap((path) => ["hold", path]),
    ...["root", ROOT],
    ...folders.flatMap((path) => ["folder", path]),
    ...files.flatMap((path) => ["file", path]),
    ...KERNEL_SETTINGS.flatMap((path) => ["read-only", path]),
    ...["--", cwd, ...inside],
  ];
}
