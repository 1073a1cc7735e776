import type { Readable } from "node:stream";
import type { Places } from "../environment.ts";
import type { Mount } from "../runnable.ts";

/** What a jail is made for. */
export interface JailPlan {
  readonly task: string;
  readonly tmpMb: number;
  readonly mounts: readonly Mount[];
  readonly environment: Readonly<Record<string, string>>;
  readonly nodeFlags: readonly string[];
}

/** A place for the processes of one sandbox. Its files stay when its runtime ends and starts again. */
export interface Jail {
  /** What its processes write to stdout and stderr, in order. */
  readonly output: Readable;
  /** Starts the runtime and waits until it has ended. @returns its exit status; 128 + n for signal n */
  startRuntime(): Promise<number>;
  /** The ids of all processes except the jail's own. */
  members(): readonly number[];
  freeze(): Promise<void>;
  thaw(): void;
  /** Kills all members. The files stay. */
  clear(): Promise<void>;
  /** Lets the processes continue, sends SIGTERM to the runtime, and waits until it has ended, but no longer than this. */
  terminate(milliseconds: number): Promise<void>;
  /** Ends all processes. */
  end(): Promise<void>;
  /** Whether the jail can still be used. */
  readonly alive: boolean;
}

/** A way to isolate sandboxes. */
export interface Isolation {
  /** The largest number of sandboxes at the same time. */
  readonly limit: number;
  readonly places: (task: string) => Places;
  open(plan: JailPlan): Promise<Jail>;
}
