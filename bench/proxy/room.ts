import { join } from "node:path";
import { ROOT } from "../../contract/root.ts";
import { Worker } from "./worker.ts";

/** Gives the root and the file systems their places, then becomes the program. */
const SCRIPT = `mkdir -p ${ROOT}
mount -t tmpfs none ${ROOT}
[ -z "$1" ] || cp -a "$1/." ${ROOT}
[ "$2" = 0 ] || mount -t tmpfs none /mnt
count=$2
shift 2
while [ "$count" -gt 0 ]; do
  mkdir -p "$2" && mount --bind "$1" "$2"
  count=$((count - 1))
  shift 2
done
exec "$@"`;

/** What a room is given. */
export interface RoomOptions {
  /** A folder whose files are put below the root. */
  readonly files?: string;
  readonly mounts?: readonly { readonly from: string; readonly to: string }[];
  readonly env: Readonly<Record<string, string>>;
  /** The built proxy. */
  readonly proxy: string;
}

/**
 * Starts the built proxy in namespaces of its own. Needs root. Whatever it starts ends with it. Its first answer is
 * `{ begins }`: the time at which it reads the proxy's file, in milliseconds since 1970.
 */
export function openRoom({ files = "", mounts = [], env, proxy }: RoomOptions): Worker {
  const places = [files, String(mounts.length), ...mounts.flatMap(({ from, to }) => [from, to])];
  const namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const program = [process.execPath, join(import.meta.dirname, "room.mjs")];
  return new Worker(
    ["unshare", ...namespaces, "sh", "-e", "-c", SCRIPT, "sh", ...places, ...program],
    { ...env, PROXY_FILE: proxy },
  );
}
