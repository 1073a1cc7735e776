import { readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * Returns a process's id and start time, so that a process which was given the same id later is not mistaken
 * for it; undefined if there is no such process.
 */
function identity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // Field 22; the name in parentheses may hold anything. man 5 proc_pid_stat
    return `${pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
  } catch {
    return undefined;
  }
}

/** Records which process serves, for the runtime that follows if this one crashes. */
export function recordServer(file: string, pid: number): void {
  const id = identity(pid);
  if (id) writeFileSync(file, id);
}

/** Kills the server, with its children, that an earlier runtime of this sandbox left behind. */
export function killLeftover(file: string): void {
  let recorded: string;
  try {
    recorded = readFileSync(file, "latin1");
  } catch {
    return;
  }
  const pid = Number(recorded.split(" ")[0]);
  if (identity(pid) === recorded) killGroup(pid, "SIGKILL");
  rmSync(file);
}

/** Sends a signal to a process and its children. Does nothing if the process is gone. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  // `kill(-1)` reaches every process that we may signal. No test dares to try.
  if (pid <= 1) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
