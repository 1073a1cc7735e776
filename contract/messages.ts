/**
 * Marks our own invocations, which arrive by direct Invoke only. Every front door builds its events itself, and none
 * gives them a top-level `megamode` key. What passes on somebody's text as the whole event must not be connected.
 */
interface Envelope {
  readonly megamode: 1;
}

/** Asks a sandbox to be ready. It answers at `holdUntil` at the earliest: N parallel messages meet N distinct sandboxes. */
export interface PrewarmMessage extends Envelope {
  readonly message: "prewarm";
  /** Epoch milliseconds. */
  readonly holdUntil: number;
  /**
   * Number of distinct sandboxes, this one included, that the sandbox prewarms. For a caller that cannot count, such
   * as a schedule. The sandbox then chooses the moment itself.
   */
  readonly fanOut?: number;
  /** Pages that each sandbox asks its app for once it has started, so that the first client finds them warm. */
  readonly warm?: WarmPaths;
}

export interface WarmPaths extends Address {
  /** At most `MOST_WARM_PATHS`, each with a slash in front. */
  readonly paths: readonly string[];
}

export const MOST_WARM_PATHS = 20;

/** What the app sees of the front door. */
interface Address {
  /** Host header, as the front door will send it. */
  readonly host: string;
  /** SCRIPT_NAME, such as `/production`, or empty. */
  readonly prefix: string;
}

/** Asks for a command to be run in the app's folder, with the app's environment. It has either `command` or `argv`. */
export interface RunMessage extends Envelope {
  readonly message: "run";
  /** A shell command line. */
  readonly command?: string;
  /** A program and its arguments, which no shell reads. */
  readonly argv?: readonly string[];
  /** Milliseconds after which the command is killed. It ends with the function's own time at the latest. */
  readonly limitMs?: number;
  /** Absent if nobody will ask for the result later. */
  readonly record?: RunRecord;
}

/**
 * The key of a run: whoever sends it again does not run the command again. It is also where a run leaves its result, for
 * a caller that loses the connection meanwhile. The URLs are presigned: the function's role needs no right to write, and
 * no stage can write in another's name.
 */
export interface RunRecord {
  /** A PUT with `If-None-Match: *` before the command is started: a second invocation does not run it. */
  readonly claimUrl: string;
  /** A PUT of the RunResult as JSON. */
  readonly resultUrl: string;
  /** A GET of the same: with it, a second invocation waits for the result of the first. Without it, it fails. */
  readonly readUrl?: string;
  /**
   * PUTs of the output, in pages of `PAGE_BYTES` at most: at most `MOST_PAGES`. A page ends with a line. It is written
   * anew, about once a second, until the next one begins or the run has a result.
   */
  readonly pageUrls?: readonly string[];
}

export const PAGE_BYTES = 256 * 1024;

export const MOST_PAGES = 100;

/** Asks the rack server for a path, and for a report on the sandbox's start. */
export interface StatusMessage extends Envelope, Address {
  readonly message: "status";
  /** Path below the prefix, such as `/up`. */
  readonly path: string;
}

export type Message = PrewarmMessage | RunMessage | StatusMessage;

/**
 * The `errorType` of an invocation that failed because S3 denied an archive to the function's role, or does not know the
 * bucket. What was asked for did not begin. So it is for a while with a role that was just changed, and a new bucket.
 */
export const S3_DENIED = "S3Denied";

/** The same, where the role may not read a parameter or a secret that a variable refers to. */
export const SECRET_DENIED = "SecretDenied";

/** The parts of a cold start, in milliseconds of wall time. */
export interface ColdStart {
  /** Until the last byte of the last archive had arrived. */
  readonly fetchMs: number;
  /** From there until the last file was written. */
  readonly unpackMs: number;
  /**
   * From the last file, when the rack server starts or an interpreter that was started early goes on, until it accepted a
   * connection.
   */
  readonly bootMs: number;
  /** From the proxy's first line until the rack server accepted a connection. */
  readonly totalMs: number;
}

export interface SandboxReport {
  /** Random per sandbox: the caller counts distinct ones. */
  readonly sandbox: string;
  readonly prewarmCount: number;
  readonly callCount: number;
  readonly coldStart: ColdStart;
}

export interface PrewarmReport extends SandboxReport {
  /** Whether Lambda made the sandbox for this prewarm. */
  readonly cold: boolean;
  /** Of the paths to warm: those that were asked for, and those of them that were answered by 500 or above. */
  readonly warmed?: { readonly asked: number; readonly failed: number };
}

/** The answer to a prewarm with `fanOut`. */
export interface FanOutReport extends PrewarmReport {
  /** Number of distinct sandboxes that answered. */
  readonly met: number;
}

export interface RunResult {
  /** Exit status; 128 + n for signal n, as in a shell. */
  readonly status: number;
  /** The last 64 KB of its output, stdout and stderr in order. */
  readonly output: string;
  /** Pages of output that were left, if the record has room for pages. */
  readonly pages?: number;
  /** Bytes of output that had no room in them. */
  readonly lostBytes?: number;
}

export interface StatusResult extends SandboxReport {
  readonly httpStatus: number;
  /** The last lines that the app wrote, for a failing check. */
  readonly log: readonly string[];
}
