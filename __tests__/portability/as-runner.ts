import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { RUNNER } from "./sudo-machine.ts";

/**
 * Runs a command with this process's environment in a made machine, as its ordinary user, who may use `sudo` without a
 * password as on a hosted runner. `as-runner.ts ROOT SUDO TMP COMMAND ...`: SUDO is the program that is `/usr/bin/sudo`
 * there. What lies in this project lies in `/project` there, and the folder TMP of temporary files where it is here.
 */
const [root = "", sudo = "", tmp = "", ...command] = process.argv.slice(2);
const PROJECT = resolve(import.meta.dirname, "../..");
const machine = join(tmp, "machine");
mkdirSync(machine, { recursive: true });
chmodSync(machine, 0o1777);

const there = (text: string) => text.replace(`${PROJECT}/`, "/project/");
const folders = [`${PROJECT}:/project`, `${machine}:/tmp`, `${tmp}:${tmp}`];
const env: NodeJS.ProcessEnv = { ...process.env, HOME: `/home/${RUNNER.name}` };
if (!env.XDG_CACHE_HOME?.startsWith(tmp)) {
  folders.push(`${env.XDG_CACHE_HOME}:/cache`); // It may lie below what only root can enter.
  env.XDG_CACHE_HOME = "/cache";
}
const { status } = spawnSync(
  join(import.meta.dirname, "enter"),
  [
    ...[root, ...folders, "--", "sh", "-c", 'mount --bind "$1" "$2"; shift 2; exec "$@"', "sh"],
    // sudo's own folder may be a link of the distribution's alternatives.
    ...[sudo, "/usr/bin/sudo", "env", "-i"],
    ...Object.entries(env).map((pair) => pair.join("=")),
    ...["setpriv", "--reuid", RUNNER.id, "--regid", RUNNER.id, "--init-groups"],
    ...command.map(there),
  ],
  { stdio: "inherit" },
);
process.exitCode = status ?? 1;
