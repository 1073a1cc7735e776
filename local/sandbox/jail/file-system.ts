import type { Mount } from "../runnable.ts";

/** What of the host a sandbox is made of. */
export interface HostFiles {
  readonly node: string;
  /** A folder with the programs of Lambda's own image. */
  readonly programs: string;
  /** The loader and the libraries of all of them. */
  readonly libraries: readonly string[];
  /** A folder with the generated files of /etc. */
  readonly etc: string;
  /** The runtime client. */
  readonly runtime: string;
}

export interface FileSystem {
  readonly task: string;
  readonly tmpMb: number;
  readonly mounts: readonly Mount[];
}

export const TASK = "/var/task";
export const RUNTIME = "/var/runtime";
export const NODE = "/var/lang/bin/node";

// Lambda's: not root, and not the numbers that somebody on the host has by chance.
const UID = "993";
const GID = "990";
const MB = 1024 * 1024;

/** Arguments of bubblewrap: an allow-list. What is not named here does not exist inside. */
export function planBubblewrap(
  host: HostFiles,
  files: FileSystem,
  environment: Readonly<Record<string, string>>,
): string[] {
  const readOnly = (from: string, to: string) => ["--ro-bind", from, to];
  return [
    ...["--unshare-user", "--uid", UID, "--gid", GID, "--cap-drop", "ALL"],
    ...["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", "sandbox"],
    // The network stays shared: the Runtime API and the embedded AWS are on the loopback interface.
    ...["--die-with-parent", "--new-session"],
    ...readOnly(host.node, NODE),
    ...readOnly(host.programs, "/usr/bin"),
    ...["--symlink", "usr/bin", "/bin"],
    ...host.libraries.flatMap((library) => readOnly(library, insidePath(library))),
    ...readOnly(host.etc, "/etc"),
    ...readOnly(host.runtime, RUNTIME),
    ...readOnly(files.task, TASK),
    ...["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"],
    ...["--perms", "0700", "--size", String(files.tmpMb * MB), "--tmpfs", "/tmp"],
    ...files.mounts.flatMap(({ hostDir, path }) => ["--bind", hostDir, path]),
    ...["--remount-ro", "/", "--chdir", TASK, "--clearenv"],
    ...Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
  ];
}

/** Where the loader looks by itself; a library from elsewhere goes where Lambda keeps those of its runtimes. */
function insidePath(library: string): string {
  if (/^\/(usr\/)?lib(32|64)?\//.test(library)) return library;
  return `/var/lang/lib/${library.slice(library.lastIndexOf("/") + 1)}`;
}

/** The files of /etc by name. */
export function planEtc(hostResolver: string): Readonly<Record<string, string>> {
  return {
    passwd: `root:x:0:0:root:/root:/bin/sh\nsbx_user1051:x:${UID}:${GID}::/home/sbx_user1051:/bin/sh\n`,
    group: `root:x:0:\nsbx_user1051:x:${GID}:\n`,
    hosts: "127.0.0.1 localhost\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    "resolv.conf": hostResolver,
  };
}
