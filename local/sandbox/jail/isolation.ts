import type { Readable } from "node:stream";
import type { Places } from "../environment.ts";
import type { Mount } from "../runnable.ts";

/** What a sandbox's walls are made for. */
export interface JailPlan {
  readonly task: string;
  readonly tmpMb: number;
  readonly mounts: readonly Mount[];
  readonly environment: Readonly<Record<string, string>>;
  readonly nodeFlags: readonly string[];
}

/** A place for processes: its file system stays while the runtime in it may be started again and again. */
export interface Jail {
  /** What its processes write to stdout and stderr, in order. */
  readonly output: Readable;
  /** Start the runtime. @returns its exit status, 128 + n for signal n, when it has ended */
  startRuntime(): Promise<number>;
  /** All processes but those that keep the jail itself. */
  members(): readonly number[];
  freeze(): Promise<void>;
  thaw(): void;
  /** Kill all members; the files stay. */
  clear(): Promise<void>;
  /** Leave no process. */
  end(): Promise<void>;
  /** Whether it can still be used. */
  readonly alive: boolean;
}

/** A kind of walls. */
export interface Isolation {
  /** How many sandboxes there can be at once. */
  readonly limit: number;
  readonly places: (task: string) => Places;
  open(plan: JailPlan): Promise<Jail>;
}
