import type { Shell } from "./shell.ts";

/**
 * The root (`/tmp/mm`) of one build. Child processes run by `shell` see the backing folder at the root's
 * path; our own process works on the backing folder.
 */
export interface BuildRoot {
  /** Where this process reads and writes what children see under the root. */
  readonly backing: string;
  readonly shell: Shell;
  /** How the root is had, for the log: `mount namespace`, `bubblewrap`, `sudo`, `lock`. */
  readonly isolation: string;
  /** Removes the backing folder and gives up the lock. */
  release(): Promise<void>;
}
