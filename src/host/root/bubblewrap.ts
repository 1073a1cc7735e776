import { ROOT } from "../../../contract/root.ts";
import { ownProgram } from "../own-program.ts";
import { type Isolation, KERNEL_SETTINGS } from "./isolation.ts";

/** As an ordinary user, if unprivileged user namespaces are allowed. */
export function bubblewrap(hidesProcesses: boolean): Isolation {
  return {
    name: "bubblewrap",
    hidesProcesses,
    wrap:
      (backing, { folders, files, held }) =>
      (start) => ({
        ...start,
        cwd: "/",
        file: ownProgram("bwrap"),
        args: [
          ...["--dev-bind", "/", "/"],
          ...held.flatMap((path) => ["--dev-bind", path, path]),
          ...["--bind", backing, ROOT],
          ...(hidesProcesses ? ["--unshare-pid", "--proc", "/proc"] : []),
          ...KERNEL_SETTINGS.flatMap((path) => ["--ro-bind-try", path, path]),
          ...folders.flatMap((path) => ["--tmpfs", path]),
          ...files.flatMap((path) => ["--ro-bind", "/dev/null", path]),
          // An ordinary user's child has none anyway; root's could unmount what hides a file.
          ...["--cap-drop", "ALL"],
          ...["--die-with-parent", "--chdir", start.cwd, "--", start.file, ...start.args],
        ],
      }),
  };
}
