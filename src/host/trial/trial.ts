import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT, RUN_DIR } from "../../../contract/root.ts";
import type { Shell } from "../../ports/shell.ts";
import type { TrialBoot, TrialPlan, TrialResult } from "../../ports/trial.ts";
import type { Wrap } from "../shell.ts";
import { type Jail, jails } from "./jail.ts";
import { shownFiles } from "./jail-files.ts";
import { mapsOf, processInside } from "./processes.ts";
import { openSocket } from "./socket.ts";

/** Bytes of output that are kept. */
const KEPT = 64 * 1024;

/** Milliseconds for the last lines of a server that has ended or answered. */
const LAST_LINES = 200;

/** Milliseconds for a jail to be made; the server's own time begins after that. */
const SET_UP = 60_000;

/** In the server's folder: the id that it has inside. */
const PID_FILE = "trial.pid";

export interface TrialPlace {
  /** The folder to be seen at the root's path. */
  readonly backing: string;
  /** Shows it there without more; undefined where it lies there. */
  readonly wrap: Wrap | undefined;
  readonly scratch: string;
}

/** Starts a server in the best jail that can be had here, else with a clean environment alone. */
export async function runTrial(
  plan: TrialPlan,
  place: TrialPlace,
  shell: Shell,
  ways: readonly Jail[] = jails(process.getuid?.() ?? -1),
): Promise<TrialResult> {
  const scratch = mkdtempSync(join(place.scratch, "trial-"));
  const runDir = join(place.backing, RUN_DIR.slice(ROOT.length));
  rmSync(runDir, { recursive: true, force: true }); // A socket that was left there is in the way.
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  const mounts = plan.mounts.map((to, index) => {
    const from = join(scratch, `mount-${index}`);
    mkdirSync(from);
    return { from, to, writable: true };
  });
  const tree = { from: place.backing, to: ROOT, writable: true };
  const shown = [...(await shownFiles(shell, scratch)), tree, ...mounts];
  // The shell joins stderr to stdout, and says which process the server is.
  const script = `echo $$ > ${RUN_DIR}/${PID_FILE} && cd "$1" && shift && exec "$@" 2>&1`;
  const argv = ["/bin/sh", "-c", script, "sh", plan.cwd, ...plan.argv];
  try {
    for (const jail of ways) {
      const inmate = { argv, env: plan.env, shown, scratch };
      const from = jail.prefix(inmate);
      const seen = await watch(jail.command(inmate), plan, runDir);
      // Where nothing was started inside, such a jail cannot be had on this machine.
      if (!existsSync(join(runDir, PID_FILE))) continue;
      const maps = from === "" ? seen.maps : seen.maps.replaceAll(` ${from}/`, " /");
      return { ...seen, maps, isolation: jail.name };
    }
    const [file = "", ...args] = argv;
    const plain = { file, args, cwd: "/" };
    const command = { ...(place.wrap?.(plain) ?? plain), env: plan.env };
    return { ...(await watch(command, plan, runDir)), isolation: "clean environment" };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Start {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

async function watch(
  { file, args, env }: Start,
  plan: TrialPlan,
  runDir: string,
): Promise<Omit<TrialResult, "isolation">> {
  const child = spawn(file, [...args], {
    ...{ cwd: "/", env, stdio: ["ignore", "pipe", "pipe"], detached: true },
  });
  let output = "";
  const keep = (text: Buffer) => {
    output = (output + text.toString("latin1")).slice(-KEPT);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  let how: string | undefined;
  const ended = new Promise<void>((resolve) => {
    const end = (said: string) => {
      how ??= said;
      resolve();
    };
    child.once("error", (error) => end(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => end(inWords(code, signal)));
  });
  const pidFile = join(runDir, PID_FILE);
  const server = () => processInside(child.pid ?? -1, pidFile);
  const socket = await openSocket(runDir);
  try {
    const latest = performance.now() + SET_UP;
    while (how === undefined && !existsSync(pidFile) && performance.now() < latest) await sleep(10);
    const started = performance.now();
    const listening = await socket.listening(plan.bootLimit, () => how !== undefined);
    const milliseconds = performance.now() - started;
    let boot: TrialBoot = { kind: "late" };
    if (listening) boot = { kind: "listening", milliseconds };
    else if (how !== undefined) boot = { kind: "ended", how };
    const answer = listening && plan.request ? await socket.ask(plan.request) : undefined;
    await sleep(LAST_LINES);
    const maps = mapsOf(server());
    return { boot, answer, maps, output: Buffer.from(output, "latin1").toString("utf8") };
  } finally {
    await socket.close();
    await end(child, server(), ended);
  }
}

/** By its own id too: what sudo has started cannot be signalled by who is not root. */
async function end(child: ChildProcess, server: number | undefined, ended: Promise<void>) {
  for (const pid of [server, child.pid && -child.pid]) {
    try {
      if (pid) process.kill(pid, "SIGKILL");
    } catch {
      // Gone already, or not ours: its jail ends with the server.
    }
  }
  await Promise.race([ended, sleep(5_000, undefined, { ref: false })]);
}

/** A wrapper says 128 + n for signal n. */
function inWords(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === "SIGKILL" || code === 137) return "was killed (SIGKILL)";
  return signal ? `was ended by ${signal}` : `exited with status ${code}`;
}
