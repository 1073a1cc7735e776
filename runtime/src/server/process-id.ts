import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { allProcesses, comesFrom, type ProcessInfo, processInfo } from "./processes.ts";

/**
 * Records which process serves, for the runtime that follows if this one crashes.
 * @param secret in the environment of the server, and of whatever it starts
 */
export function recordServer(file: string, pid: number, secret: string): void {
  const process = processInfo(pid);
  if (process) writeFileSync(file, `${pid} ${process.start} ${secret}`, { mode: 0o600 });
}

/**
 * Kills what an earlier server of this sandbox left behind, and waits for nothing: its process group, whatever has the
 * group's processes for ancestors, and daemons, which left both. A daemon has the server's secret in its environment,
 * unless its Ruby has written its title over it; then it runs the packaged Ruby. What this runtime has started besides,
 * such as a command, is left alone.
 * @param folder of the packaged programs
 */
export function killLeftover(file: string, folder: string): void {
  let recorded: string;
  try {
    recorded = readFileSync(file, "latin1");
  } catch {
    return;
  }
  rmSync(file);
  const [id, start, secret] = recorded.split(" ");
  const all = allProcesses();
  const leader = all.find(({ pid }) => pid === Number(id));
  // An id that was given to another process since is nobody's group of ours.
  const group = !leader || leader.start === start ? Number(id) : 0;
  for (const pid of serverProcesses(group, secret, folder, all)) send(pid, "SIGKILL");
}

/**
 * Finds the processes of a server: its group, whatever has the group's processes for ancestors, and daemons.
 * @param group none if it is below 2
 * @param secret none if it is empty: then daemons are not found
 * @param folder of the packaged programs
 */
export function serverProcesses(
  group: number,
  secret: string | undefined,
  folder: string,
  all = allProcesses(),
): ReadonlySet<number> {
  const members = all.filter((one) => group > 1 && one.group === group).map(({ pid }) => pid);
  const found = withDescendants(members, all);
  const ours = withDescendants([process.pid], all);
  if (secret) {
    for (const { pid } of all) if (!ours.has(pid) && comesFrom(pid, secret, folder)) found.add(pid);
  }
  found.delete(process.pid);
  return found;
}

function withDescendants(pids: readonly number[], all: readonly ProcessInfo[]): Set<number> {
  const found = new Set(pids);
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return found;
}

/** Sends a signal to a process and its children. Does nothing if the process is gone. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  // `kill(-1)` reaches every process that we may signal. No test dares to try.
  if (pid > 1) send(-pid, signal);
}

/** Sends a signal. Does nothing if the process is gone. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
