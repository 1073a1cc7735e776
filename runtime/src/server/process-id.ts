import { readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * A process id beside its start time, so that an id which was given away since is not taken for it.
 * undefined where there is no such process.
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

/** Notes which process serves, for the runtime that comes after a crash of this one. */
export function recordServer(file: string, pid: number): void {
  const id = identity(pid);
  if (id) writeFileSync(file, id);
}

/** Ends the server that an earlier runtime of this sandbox left behind, with its children. */
export function killLeftover(file: string): void {
  let recorded: string;
  try {
    recorded = readFileSync(file, "latin1");
  } catch {
    return;
  }
  const pid = Number(recorded.split(" ")[0]);
  if (pid > 1 && identity(pid) === recorded) killGroup(pid, "SIGKILL");
  rmSync(file, { force: true });
}

/** Signals a process and its children; one that is gone is fine. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
