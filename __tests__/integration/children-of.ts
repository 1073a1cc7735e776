import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hideVariables } from "../../src/host/hand-over.ts";
import { hiddenPaths } from "../../src/host/root/hidden-paths.ts";
import { isolations, works } from "../../src/host/root/isolations.ts";
import { createShell } from "../../src/host/shell.ts";
import type { Command } from "../../src/ports/shell.ts";

/**
 * Starts itself anew as the action does, and runs commands as the build root would.
 * `children-of.ts ISOLATION HIDES_PROCESSES BACKING COMMAND...`, commands as JSON; prints JSON. `lock` is no isolation.
 */
const [name, hides, backing = "", ...commands] = process.argv.slice(2);
const bare = process.env.WITHOUT_EXECVE ? { execve: undefined } : {};
Object.assign(process, bare);
const leftOpen = hideVariables();

const isolation = isolations(process.getuid?.() ?? -1).find(
  (way) => way.name === name && String(way.hidesProcesses) === hides,
);
const wrap = isolation?.wrap(backing, hiddenPaths(process.env));
const ran = [];
for (const command of commands) {
  ran.push(await createShell(wrap).run(JSON.parse(command) as Command));
}
console.log(
  JSON.stringify({
    works: wrap ? await works(createShell(wrap)) : name === "lock",
    ran,
    pid: process.pid,
    parent: process.ppid,
    leftOpen,
    stdin: readFileSync(0, "utf8"),
    environment: process.env,
    own: readFileSync("/proc/self/environ", "latin1").split("\0"),
    files: spawnSync("ls", ["/proc/self/fd"], { encoding: "utf8" }).stdout.split("\n").length,
  }),
);
process.exitCode = 7;
