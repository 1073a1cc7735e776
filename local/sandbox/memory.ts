import { readFileSync } from "node:fs";

const KB = 1024;

/**
 * Adds up the memory of processes, in bytes. Pages that several processes share count once (Pss). Files on /tmp do not
 * count: they are in memory here, but on a disk in Lambda.
 */
export function memoryOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + proportionalSize(pid), 0);
}

function proportionalSize(pid: number): number {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  } catch {
    return 0; // The process has ended.
  }
  return parseRollup(text);
}

/** Parses `smaps_rollup`. https://docs.kernel.org/filesystems/proc.html */
export function parseRollup(text: string): number {
  const field = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1] ?? 0) * KB;
  return field("Pss") - field("Pss_Shmem");
}
