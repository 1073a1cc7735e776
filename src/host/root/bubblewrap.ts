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
          // An ordinary user's child has no capability anyway.
          ...["CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_DAC_READ_SEARCH"].flatMap((name) => [
            "--cap-drop",
            name,
          ]),
          ...["--die-with-parent", "--chdir", command.cwd, "--", command.file, ...command.args],
        ],
      }),
  };
}
