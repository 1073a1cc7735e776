import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { LAMBDA_HOSTNAME } from "../../../contract/lambda-image.ts";
import { ENTER_ENVIRONMENT, OPEN_ENVIRONMENT, writeEnvironment } from "../environment-file.ts";
import { ownProgram } from "../own-program.ts";
import type { Inmate, Jail } from "./jail.ts";

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * A script that makes the jail and enters it. Its arguments: the jail's folder, a file with the environment, the script
 * that reads it as the inmate's user, uid:gid; `rw` or `ro`, a path here and its path inside for each file that is shown;
 * `--` and the command.
 */
const ENTER = `
set -eu
jail=$1 environment=$2 enter=$3 owner=$4; shift 4
mount -t tmpfs -o mode=0755 tmpfs "$jail"
mkdir "$jail/proc" "$jail/dev" "$jail/tmp"
mount -t tmpfs -o mode=1777 tmpfs "$jail/tmp"
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
ln -s /proc/self/fd "$jail/dev/fd"
ln -s fd/0 "$jail/dev/stdin"
ln -s fd/1 "$jail/dev/stdout"
ln -s fd/2 "$jail/dev/stderr"
mount -o remount,ro "$jail"
ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null || :
echo ${LAMBDA_HOSTNAME} 2>/dev/null >/proc/sys/kernel/hostname || :
set -- "$environment" chroot --userspec="$owner" --groups= "$jail" /bin/sh -c "$enter" sh "$@"
${OPEN_ENVIRONMENT}
"$@"
`;

/**
 * A jail by chroot. It needs root, or sudo without a password as GitHub's runners have it. The inmate runs as this user.
 * @param sudo the command that makes a command root's; empty if this user is root
 */
export function chroot(sudo: readonly string[], uid: number): Jail {
  const folder = ({ scratch }: Inmate) => join(scratch, "jail");
  return {
    name: "chroot",
    prefix: folder,
    command(inmate) {
      mkdirSync(folder(inmate), { recursive: true });
      const environment = join(inmate.scratch, "environment");
      writeEnvironment(environment, inmate.env);
      const [file = "", ...args] = [
        ...sudo,
        ownProgram("unshare"),
        "--mount",
        "--propagation",
        "private",
        "--pid",
        "--fork",
        "--kill-child",
        "--ipc",
        "--net",
        "--uts",
        "--",
        "env",
        "-i",
        `PATH=${PATH}`,
        "sh",
        "-c",
        ENTER,
        "sh",
        folder(inmate),
        environment,
        ENTER_ENVIRONMENT,
        `${uid}:${process.getgid?.()}`,
        ...inmate.shown.flatMap(({ from, to, writable }) => [writable ? "rw" : "ro", from, to]),
        "--",
        ...inmate.argv,
      ];
      return { file, args, env: { PATH: process.env.PATH ?? PATH } };
    },
  };
}
