/** How to start the rack server once on this machine. */
export interface TrialPlan {
  /** An absolute path below the root, then the arguments. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing of the runner's own is added. */
  readonly env: Readonly<Record<string, string>>;
  /** Paths of empty, writable folders that stand for the function's file systems. */
  readonly mounts: readonly string[];
  /** Milliseconds within which it must listen. */
  readonly bootLimit: number;
  /** The request made once it listens; undefined: none. */
  readonly request:
    | {
        readonly path: string;
        readonly headers: Readonly<Record<string, string>>;
        /** Milliseconds. */
        readonly limit: number;
        /** The path of a file that is requested likewise, after that; undefined: none. */
        readonly file?: string | undefined;
      }
    | undefined;
}

export type TrialBoot =
  | { readonly kind: "listening"; readonly milliseconds: number }
  /** `how` is in words: `exited with status 1`. */
  | { readonly kind: "ended"; readonly how: string }
  /** It still runs, but did not listen in time. */
  | { readonly kind: "late" };

/** The isolation of a trial on a machine that allows no jail: only the environment is clean. */
export const NO_JAIL = "clean environment";

/** What a trial has shown. The server and its children are gone by then. */
export interface TrialResult {
  /** How it was isolated from this machine, for the log: `bubblewrap`, `chroot` or `NO_JAIL`. */
  readonly isolation: string;
  readonly boot: TrialBoot;
  /** The HTTP status, or why there is none; undefined if no request was made. */
  readonly answer: number | { readonly problem: string } | undefined;
  /** The HTTP status of the file, if one was asked for and its request was answered. */
  readonly fileStatus?: number | undefined;
  /** Text of `/proc/<pid>/maps`; empty if it could not be read. */
  readonly maps: string;
  /** The end of its output, stdout and stderr in order. */
  readonly output: string;
}
