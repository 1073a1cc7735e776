import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";

const stat = (pid: number) => {
  const text = fs.readFileSync(`/proc/${pid}/stat`, "latin1");
  const [state, , group] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state, group: Number(group) };
};

/** Whether a process runs: one that has ended, but that nobody has asked for, does not. */
export function runs(pid: number): boolean {
  try {
    return stat(pid).state !== "Z";
  } catch {
    return false;
  }
}

/** The process group of a process. */
export const groupOf = (pid: number) => stat(pid).group;

/** A process, with a group of its own, that does nothing. */
export function sleeper(): ChildProcess & { readonly pid: number } {
  const child = spawn("/bin/sleep", ["600"], { stdio: "ignore", detached: true });
  return child as ChildProcess & { pid: number };
}
