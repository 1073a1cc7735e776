import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { createShell } from "../../../src/host/shell.ts";
import type { Finished } from "../../../src/ports/shell.ts";
import { bubblewrap } from "../../machines.ts";

/** Libraries that a careless loader would take, as it would take Lambda's own. */
const HOSTILE = ["libc.so.6", "libruby-3.1.so.3.1", "libssl.so.3", "libz.so.1"];

/**
 * Runs a command where there is nothing but a tree at the root, `/proc`, `/dev` and next to nothing in
 * `/etc`: no Ruby, no library, no shell; another user, read-only, with a hostile LD_LIBRARY_PATH.
 * @param scratch a folder for what the sandbox is made of
 */
export async function runInSandbox(
  scratch: string,
  tree: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const [etc, hostile] = [join(scratch, "etc"), join(scratch, "hostile")];
  mkdirSync(etc, { recursive: true });
  mkdirSync(hostile, { recursive: true });
  for (const name of HOSTILE) writeFileSync(join(hostile, name), "not a library");
  writeFileSync(join(etc, "hosts"), "127.0.0.1 localhost\n");
  writeFileSync(join(etc, "nsswitch.conf"), "passwd: files exotic\nhosts: exotic files dns\n");
  writeFileSync(join(etc, "passwd"), "sandbox:x:993:990::/:/nowhere\n");
  const all = { LANG: "en_US.UTF-8", LD_LIBRARY_PATH: "/hostile", HOME: "/nowhere", ...env };
  const sandboxed = bubblewrap(
    "--unshare-all",
    "--uid",
    "993",
    "--gid",
    "990",
    "--die-with-parent",
    "--clearenv",
    "--ro-bind",
    tree,
    ROOT,
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    "--ro-bind",
    etc,
    "/etc",
    "--ro-bind",
    hostile,
    "/hostile",
    ...Object.entries(all).flatMap(([name, value]) => ["--setenv", name, value]),
    "--remount-ro",
    "/",
    "--chdir",
    "/",
    "--",
    ...command,
  );
  return createShell().run({ ...sandboxed, cwd: "/" });
}
