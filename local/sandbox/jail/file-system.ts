import { LAMBDA_HOSTNAME, LAMBDA_NODE, LAMBDA_USER } from "../../../contract/lambda-image.ts";
import type { Mount } from "../runnable.ts";

/** The files of the host that a sandbox is made of. */
export interface HostFiles {
  readonly node: string;
  /** A folder with the programs that Lambda's image has. */
  readonly programs: string;
  /** The loader and the libraries of all programs. */
  readonly libraries: readonly string[];
  /** A folder with the generated files of /etc. */
  readonly etc: string;
  /** The folder of the runtime client. */
  readonly runtime: string;
}

export interface FileSystem {
  readonly task: string;
  readonly tmpMb: number;
  readonly mounts: readonly Mount[];
}

export const TASK = "/var/task";
export const RUNTIME = "/var/runtime";

const MB = 1024 * 1024;

/** Plans bubblewrap's arguments. They are an allow-list: what is not named here does not exist inside. */
export function planBubblewrap(
  host: HostFiles,
  files: FileSystem,
  environment: Readonly<Record<string, string>>,
): string[] {
  const readOnly = (from: string, to: string) => ["--ro-bind", from, to];
  const words = (text: string) => text.split(" ");
  return [
    // The network stays shared: the Runtime API and the embedded AWS are on the loopback interface.
    ...words(`--unshare-user --uid ${LAMBDA_USER.uid} --gid ${LAMBDA_USER.gid} --cap-drop ALL`),
    ...words(`--unshare-pid --unshare-ipc --unshare-uts --hostname ${LAMBDA_HOSTNAME}`),
    ...words("--die-with-parent --new-session"),
    ...readOnly(host.node, LAMBDA_NODE),
    ...readOnly(host.programs, "/usr/bin"),
    ...words("--symlink usr/bin /bin"),
    ...host.libraries.flatMap((library) => readOnly(library, insidePath(library))),
    ...readOnly(host.etc, "/etc"),
    ...readOnly(host.runtime, RUNTIME),
    ...readOnly(files.task, TASK),
    ...words("--proc /proc --dev /dev --remount-ro /dev"),
    ...words(`--perms 0700 --size ${files.tmpMb * MB} --tmpfs /tmp`),
    ...files.mounts.flatMap(({ hostDir, path }) => ["--bind", hostDir, path]),
    ...words(`--remount-ro / --chdir ${TASK} --clearenv`),
    ...Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
  ];
}

/** A library in a system folder keeps its path. Any other goes to the folder where Lambda keeps its runtimes' libraries. */
function insidePath(library: string): string {
  if (/^\/(usr\/)?lib(32|64)?\//.test(library)) return library;
  return `/var/lang/lib/${library.slice(library.lastIndexOf("/") + 1)}`;
}
