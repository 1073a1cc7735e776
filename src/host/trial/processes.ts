import { readdirSync, readFileSync } from "node:fs";

/**
 * Finds a process by the id that it has in its own namespace.
 * @param ancestor id, in our namespace, of a process that it descends from
 * @param file holds the id in its own namespace
 * @returns its id in our namespace; undefined if there is no such process
 */
export function processInside(ancestor: number, file: string): number | undefined {
  const inner = read(file)?.trim();
  if (!inner) return undefined;
  const parents = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(Number(name))]),
  );
  const descends = (pid: number | undefined): boolean =>
    pid === ancestor || (pid !== undefined && pid > 1 && descends(parents.get(pid)));
  return [...parents.keys()].find((pid) => innermostId(pid) === inner && descends(pid));
}

/** Reads `/proc/<pid>/maps`; empty if it cannot be read. */
export function mapsOf(pid: number | undefined): string {
  return (pid && read(`/proc/${pid}/maps`)) || "";
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function innermostId(pid: number): string | undefined {
  return /^NSpid:.*?(\d+)$/m.exec(read(`/proc/${pid}/status`) ?? "")?.[1];
}

function parentOf(pid: number): number | undefined {
  const parent = /^PPid:\s*(\d+)$/m.exec(read(`/proc/${pid}/status`) ?? "")?.[1];
  return parent === undefined ? undefined : Number(parent);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // The process has ended, or is not ours to see.
  }
}
