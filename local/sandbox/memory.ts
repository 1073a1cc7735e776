import { readFileSync } from "node:fs";

const KB = 1024;

/**
 * Memory of some processes in bytes. Pages that several hold are counted once (Pss); files on /tmp are not
 * counted, though here they lie in memory: Lambda has them on a disk.
 */
export function memoryOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + proportionalSize(pid), 0);
}

function proportionalSize(pid: number): number {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  } catch {
    return 0; // It has ended.
  }
  return parseRollup(text);
}

/** https://docs.kernel.org/filesystems/proc.html */
export function parseRollup(text: string): number {
  const field = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1] ?? 0) * KB;
  return field("Pss") - field("Pss_Shmem");
}
