import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Bytes of a page of memory. */
const PAGE = 4096;

export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** When it started, so that a process which was given the same id later is not mistaken for it. */
  readonly start: string;
  /** Its memory (RSS) in bytes. */
  readonly memory: number;
}

/** Describes a process; undefined if there is none. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function processInfo(pid: number): ProcessInfo | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  // The name in parentheses may hold anything.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (!fields || fields[0] === "Z") return undefined;
  return {
    pid,
    parent: Number(fields[1]),
    group: Number(fields[2]),
    start: fields[19]!,
    memory: Number(fields[21]) * PAGE,
  };
}

/** Describes all processes that can be seen. */
export function allProcesses(): readonly ProcessInfo[] {
  return readdirSync("/proc").flatMap(
    (name) => (/^\d/.test(name) && processInfo(Number(name))) || [],
  );
}

/** Describes a process group. */
export function processGroup(group: number): readonly ProcessInfo[] {
  return allProcesses().filter((one) => one.group === group);
}

/**
 * Counts the processes that the system has killed because it was out of memory, since it was started.
 * @returns undefined if it does not tell: https://man7.org/linux/man-pages/man5/proc_vmstat.5.html
 */
export function memoryKills(): number | undefined {
  const found = /^oom_kill (\d+)$/m.exec(
    attempt(() => readFileSync("/proc/vmstat", "latin1")) ?? "",
  );
  return found ? Number(found[1]) : undefined;
}

/** Whether a process handles a signal by itself. Others would end by it. @param signal its number */
export function handles(pid: number, signal: number): boolean {
  const status = attempt(() => readFileSync(`/proc/${pid}/status`, "latin1"));
  const mask = /^SigCgt:\s*(\w+)$/m.exec(status ?? "")?.[1] ?? "0";
  return ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n;
}

/** Whether a process was started with a text in its environment, or runs a program below a folder. */
export function comesFrom(pid: number, text: string, folder: string): boolean {
  const environment = attempt(() => readFileSync(`/proc/${pid}/environ`, "latin1"));
  const program = attempt(() => readlinkSync(`/proc/${pid}/exe`));
  return Boolean(environment?.includes(text) || program?.startsWith(`${folder}/`));
}

/** A process may end at any moment, and another user's cannot be read. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
