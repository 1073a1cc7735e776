/** One start of the rack server on this machine, as a value. */
export interface TrialPlan {
  /** An absolute path below the root, then its arguments. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** All of it: nothing of the runner's own environment is added. */
  readonly env: Readonly<Record<string, string>>;
  /** Paths of empty, writable folders, as the function's file systems. */
  readonly mounts: readonly string[];
  /** Milliseconds in which it shall listen. */
  readonly bootLimit: number;
  /** What it is asked for when it listens; undefined: nothing. */
  readonly request:
    | {
        readonly path: string;
        readonly headers: Readonly<Record<string, string>>;
        /** Milliseconds. */
        readonly limit: number;
      }
    | undefined;
}

export type TrialBoot =
  | { readonly kind: "listening"; readonly milliseconds: number }
  /** How, in words: `exited with status 1`. */
  | { readonly kind: "ended"; readonly how: string }
  /** It runs, and did not listen in time. */
  | { readonly kind: "late" };

/** What was seen. The server and its children are gone by then. */
export interface TrialResult {
  /** How it was kept apart from this machine, for the log: `bubblewrap`, `chroot`, `clean environment`. */
  readonly isolation: string;
  readonly boot: TrialBoot;
  /** The HTTP status, or why there is none; undefined where nothing was asked. */
  readonly answer: number | { readonly problem: string } | undefined;
  /** Text of `/proc/<pid>/maps`; empty where it could not be read. */
  readonly maps: string;
  /** The end of what it wrote, stdout and stderr in order. */
  readonly output: string;
}
