import type { Shell } from "./shell.ts";
import type { TrialPlan, TrialResult } from "./trial.ts";

/**
 * The root (`/tmp/mm`) of one build. Child processes run by `shell` see the backing folder at the root's
 * path; our own process works on the backing folder.
 */
export interface BuildRoot {
  /** Where this process reads and writes what children see under the root. */
  readonly backing: string;
  readonly shell: Shell;
  /** Starts a server from the backing folder, as near to a sandbox of Lambda as this machine allows. */
  readonly trial: (plan: TrialPlan) => Promise<TrialResult>;
  /** How the root is had, for the log: `mount namespace`, `bubblewrap`, `sudo`, `lock`. */
  readonly isolation: string;
  /** A folder outside the root, for what is needed after the root is given up. */
  readonly scratch: string;
  /** Removes the backing folder and gives up the lock: others may be waiting for it. */
  release(): Promise<void>;
  /** Releases the root where that has not happened, and removes the scratch folder. */
  close(): Promise<void>;
}
