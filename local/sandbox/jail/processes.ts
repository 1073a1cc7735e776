import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Lists the processes of a sandbox by their ids on the host. */
export type Members = () => readonly number[];

/** Lists the processes of a PID namespace, such as `pid:[4026532181]`. */
export function inNamespace(namespace: string): number[] {
  return allPids().filter((pid) => namespaceOf(pid) === namespace);
}

/** Returns the PID namespace of a process. */
export function namespaceOf(pid: number): string | undefined {
  return attempt(() => readlinkSync(`/proc/${pid}/ns/pid`));
}

/** Returns the id of a process within its own namespace. */
export function idInside(pid: number): number | undefined {
  const status = attempt(() => readFileSync(`/proc/${pid}/status`, "utf8"));
  const ids = status?.match(/^NSpid:\t(.*)$/m)?.[1]?.split("\t");
  return ids === undefined ? undefined : Number(ids.at(-1));
}

/** Returns the parent of a process. */
export function parentOf(pid: number): number | undefined {
  return statOf(pid)?.parent;
}

/** Lists a session's processes and their descendants. Without a namespace, no others can be found. */
export function inSession(leader: number): number[] {
  const stats = allPids().flatMap((pid) => statOf(pid) ?? []);
  const found = new Set(stats.filter(({ session }) => session === leader).map(({ pid }) => pid));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { pid, parent } of stats) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

/**
 * Stops all processes. They may fork while they are being stopped, so it looks until it has twice in a row found no
 * running process.
 * @returns the stopped processes
 */
export async function freeze(members: Members): Promise<number[]> {
  const stopped = new Set<number>();
  // A parent in vfork cannot stop before its child continues. It does not run either.
  const patience = Date.now() + 1000;
  for (let quiet = 0; quiet < 2; ) {
    const running = members().filter((pid) => !isStill(pid));
    for (const pid of running) {
      signal(pid, "SIGSTOP");
      stopped.add(pid);
    }
    quiet = running.length === 0 ? quiet + 1 : 0;
    if (Date.now() > patience) break;
    if (quiet === 0) await setTimeout(1);
  }
  return [...stopped];
}

/** Lets stopped processes continue. */
export function thaw(stopped: readonly number[]): void {
  for (const pid of stopped) signal(pid, "SIGCONT");
}

/** Kills all processes except the spared ones, and waits until they are dead. */
export async function killAll(members: Members, spared: (pid: number) => boolean): Promise<void> {
  for (;;) {
    const left = members().filter((pid) => !spared(pid) && !isDead(pid));
    if (left.length === 0) return;
    for (const pid of left) signal(pid, "SIGKILL");
    await setTimeout(2);
  }
}

/** Sends a signal to a process, which may have ended already. */
export function signal(pid: number, name: NodeJS.Signals): void {
  attempt(() => process.kill(pid, name));
}

const isDead = (pid: number) => /[ZX]/.test(statOf(pid)?.state ?? "X");
const isStill = (pid: number) => /[TtZX]/.test(statOf(pid)?.state ?? "X");

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name in parentheses may contain anything. */
function statOf(pid: number) {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (text === undefined) return undefined;
  const [state = "X", parent, , session] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { pid, state, parent: Number(parent), session: Number(session) };
}

function allPids(): number[] {
  return readdirSync("/proc").map(Number).filter(Number.isInteger);
}

/** A process may end at any moment, so whatever cannot be read does not exist. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
