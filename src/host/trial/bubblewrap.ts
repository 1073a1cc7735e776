import { LAMBDA_HOSTNAME, LAMBDA_USER } from "../../../contract/lambda-image.ts";
import { ownProgram } from "../own-program.ts";
import type { Jail } from "./jail.ts";

/** A jail by user namespaces, if the machine allows them. */
export const bubblewrap: Jail = {
  name: "bubblewrap",
  prefix: () => "",
  command: ({ argv, env, shown }) => ({
    file: ownProgram("bwrap"),
    args: [
      // Lambda's user, not root. It owns the files that we own.
      "--unshare-user",
      "--uid",
      String(LAMBDA_USER.uid),
      "--gid",
      String(LAMBDA_USER.gid),
      "--cap-drop",
      "ALL",
      "--unshare-pid",
      "--unshare-ipc",
      "--unshare-net",
      "--unshare-uts",
      "--hostname",
      LAMBDA_HOSTNAME,
      "--die-with-parent",
      "--new-session",
      "--proc",
      "/proc",
      "--dev",
      "/dev",
      "--tmpfs",
      "/tmp",
      ...shown.flatMap(({ from, to, writable }) => [writable ? "--bind" : "--ro-bind", from, to]),
      // With /dev/shm, which Lambda lacks.
      "--remount-ro",
      "/dev",
      "--remount-ro",
      "/",
      "--chdir",
      "/",
      "--",
      ...argv,
    ],
    // bwrap hands its environment on. Everybody on the machine could read it among the arguments.
    env,
  }),
};
