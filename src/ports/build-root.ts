import type { Shell } from "./shell.ts";
import type { TrialPlan, TrialResult } from "./trial.ts";

/**
 * The root (`/tmp/mm`) of one build. Child processes run by `shell` see the backing folder at the root's path;
 * this process works in the backing folder.
 */
export interface BuildRoot {
  /** The folder that children see as the root. */
  readonly backing: string;
  readonly shell: Shell;
  /** Starts a server from the backing folder, in as close a copy of a Lambda sandbox as this machine allows. */
  readonly trial: (plan: TrialPlan) => Promise<TrialResult>;
  /** How the root is kept to this build, for the log: `mount namespace`, `bubblewrap`, `sudo`, `lock`. */
  readonly isolation: string;
  /**
   * Whether a child sees no processes but those that it started, and none of them outlives it. Otherwise whatever lies in
   * the backing folder may be changed at any time, so none of it is kept for later builds.
   */
  readonly hidesProcesses: boolean;
  /** A folder outside the root, for files that are needed after the root is given up. */
  readonly scratch: string;
  /** Removes the backing folder and gives up the lock, for which other builds may be waiting. */
  release(): Promise<void>;
  /** Releases the root, if it is not yet, and removes the scratch folder. */
  close(): Promise<void>;
}
