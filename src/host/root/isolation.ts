import type { Wrap } from "../shell.ts";
import type { HiddenPaths } from "./hidden-paths.ts";

/**
 * Settings of the kernel. Even root without any capability may write them, and some name a program that the kernel then
 * runs outside of every namespace (`core_pattern`). Docker mounts them read-only too.
 */
export const KERNEL_SETTINGS = ["/proc/sys", "/proc/sysrq-trigger", "/sys"];

/**
 * A way to show child processes a folder of this build's own at the root's path. A command's working directory may
 * lie below the root, so the child enters it after the root is in place.
 */
export interface Isolation {
  readonly name: string;
  /** Whether a child sees no processes but those that it started, and none of them outlives it. */
  readonly hidesProcesses: boolean;
  /** @param hidden paths that the child does not see */
  wrap(backing: string, hidden: HiddenPaths): Wrap;
}
