import { ROOT } from "../../../contract/root.ts";
import type { Isolation } from "./isolation.ts";

/** As an ordinary user, if unprivileged user namespaces are allowed. */
export function bubblewrap(hidesProcesses: boolean): Isolation {
  return {
    name: "bubblewrap",
    hidesProcesses,
    wrap:
      (backing, { folders, files }) =>
      (command) => ({
        ...command,
        cwd: "/",
        file: "bwrap",
        args: [
          ...["--dev-bind", "/", "/", "--bind", backing, ROOT],
          ...(hidesProcesses ? ["--unshare-pid", "--proc", "/proc"] : []),
          ...folders.flatMap((path) => ["--tmpfs", path]),
          ...files.flatMap((path) => ["--ro-bind", "/dev/null", path]),
          // An ordinary user's child has none anyway; root's could unmount what hides a file.
          ...["--cap-drop", "ALL"],
          ...["--die-with-parent", "--chdir", command.cwd, "--", command.file, ...command.args],
        ],
      }),
  };
}
