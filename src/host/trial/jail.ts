import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Shown } from "./jail-files.ts";

/** What is started in a jail. */
export interface Inmate {
  /** An absolute path inside, then its arguments. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly shown: readonly Shown[];
  /** A folder for what the jail is made of. */
  readonly scratch: string;
}

/** A process that starts another in a jail: a file system of what is shown alone, and no network. */
export interface Jail {
  readonly name: string;
  /** What paths of a process inside begin with, seen from outside. */
  readonly prefix: (inmate: Inmate) => string;
  readonly command: (inmate: Inmate) => {
    readonly file: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  };
}

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The ways to try, best first. */
export function jails(uid: number): readonly Jail[] {
  return [bubblewrap, uid === 0 ? chroot([], uid) : chroot(["sudo", "-n"], uid)];
}

const bubblewrap: Jail = {
  name: "bubblewrap",
  prefix: () => "",
  command: ({ argv, env, shown }) => ({
    file: "bwrap",
    args: [
      // Lambda's user, not root; the files that we own are its own.
      ...["--unshare-user", "--uid", "993", "--gid", "990", "--cap-drop", "ALL"],
      ...["--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts"],
      ...["--hostname", "sandbox", "--die-with-parent", "--new-session"],
      ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
      ...shown.flatMap(({ from, to, writable }) => [writable ? "--bind" : "--ro-bind", from, to]),
      ...["--remount-ro", "/", "--chdir", "/", "--", ...argv],
    ],
    // Not among the arguments, which everybody on the machine can read.
    env,
  }),
};

/** $1 the jail's folder, $2 a file with the environment, $3 uid:gid; what is shown; the command. */
const ENTER = `
set -eu
jail=$1 environment=$2 owner=$3; shift 3
mount -t tmpfs -o mode=0755 tmpfs "$jail"
mkdir "$jail/proc" "$jail/dev" "$jail/tmp"
mkdir -m 1777 "$jail/dev/shm"
for folder in tmp dev/shm; do mount -t tmpfs -o mode=1777 tmpfs "$jail/$folder"; done
while [ "$1" != -- ]; do
  if [ -d "$2" ]; then mkdir -p "$jail$3"; else mkdir -p "$jail\${3%/*}"; : > "$jail$3"; fi
  mount --bind "$2" "$jail$3"
  [ "$1" = rw ] || mount -o remount,bind,ro "$jail$3"
  shift 3
done
shift
mount -t proc proc "$jail/proc"
for device in null zero full random urandom; do
  : > "$jail/dev/$device"
  mount --bind "/dev/$device" "$jail/dev/$device"
done
mount -o remount,ro "$jail"
chroot=$(command -v chroot)
. "$environment"
"$chroot" --userspec="$owner" --groups= "$jail" "$@"
`;

/** As root, or by sudo without a password, as hosted runners have it; the inmate is this user again. */
function chroot(sudo: readonly string[], uid: number): Jail {
  const folder = ({ scratch }: Inmate) => join(scratch, "jail");
  return {
    name: "chroot",
    prefix: folder,
    command(inmate) {
      mkdirSync(folder(inmate), { recursive: true });
      const environment = join(inmate.scratch, "environment");
      const lines = Object.entries(inmate.env).map(
        ([name, value]) => `export ${name}=${quoted(value)}\n`,
      );
      writeFileSync(environment, lines.join(""), { mode: 0o600 });
      const [file = "", ...args] = [
        ...sudo,
        ...["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"],
        ...["--ipc", "--net", "--uts", "--", "env", "-i", `PATH=${PATH}`, "sh", "-c", ENTER, "sh"],
        ...[folder(inmate), environment, `${uid}:${process.getgid?.()}`],
        ...inmate.shown.flatMap(({ from, to, writable }) => [writable ? "rw" : "ro", from, to]),
        ...["--", ...inmate.argv],
      ];
      return { file, args, env: { PATH: process.env.PATH ?? PATH } };
    },
  };
}

/** For a POSIX shell, whatever is in it. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
