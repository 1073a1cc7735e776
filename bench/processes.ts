import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds of a tick, the unit of times in /proc: Linux shows 100 a second to every program. man 7 time */
const TICK_MS = 10;

/** What some processes have used so far. */
export interface Usage {
  /** User and system time, also of those of their children that have ended. */
  readonly cpuMs: number;
  /** Memory that they hold now, in MB (VmRSS): what two of them share counts twice. */
  readonly rssMb: number;
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
}

/** Adds up what processes have used. */
export function usageOf(pids: readonly number[]): Usage {
  const wanted = new Set(pids);
  const stats = allStats().filter(({ pid }) => wanted.has(pid));
  return {
    cpuMs: stats.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    rssMb: stats.reduce((sum, { pid }) => sum + residentMb(pid), 0),
  };
}

/** Lists a process's children, their children, and so on. */
export function descendantsOf(ancestor: number): number[] {
  const stats = allStats();
  const found = new Set([ancestor]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const { pid, parent } of stats) if (found.has(parent)) found.add(pid);
  }
  found.delete(ancestor);
  return [...found];
}

/** Returns a process's command line, or nothing if it has ended. */
export function commandOf(pid: number): readonly string[] {
  return (read(pid, "cmdline") ?? "").split("\0").slice(0, -1);
}

function allStats(): Stat[] {
  return readdirSync("/proc").flatMap((name) => {
    const text = /^\d+$/.test(name) ? read(Number(name), "stat") : undefined;
    if (text === undefined) return [];
    const parent = Number(fieldsOf(text)[1]);
    const ticks = times(text).reduce((sum, each) => sum + each, 0);
    return [{ pid: Number(name), parent, cpuMs: ticks * TICK_MS }];
  });
}

/** Fields 14 to 17: user and system time, and both of children that have ended. man 5 proc_pid_stat */
function times(stat: string): number[] {
  return fieldsOf(stat).slice(11, 15).map(Number);
}

/** Fields from the third on: the name in parentheses before them may hold anything. */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function residentMb(pid: number): number {
  const [, kb = "0"] = /^VmRSS:\s+(\d+) kB$/m.exec(read(pid, "status") ?? "") ?? [];
  return Number(kb) / 1024;
}

/** A process may end at any moment, so whatever cannot be read does not exist. */
function read(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch {
    return undefined;
  }
}
