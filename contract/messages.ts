/**
 * Marks our own invocations, which arrive by direct Invoke only. Every front door builds its events itself, and none
 * gives them a top-level `megamode` key.
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
}

/** Asks for a shell command line to be run in the app's folder, with the app's environment. */
export interface RunMessage extends Envelope {
  readonly message: "run";
  readonly command: string;
  /** Absent if nobody will ask for the result later. */
  readonly record?: RunRecord;
}

/**
 * Where a run leaves its result, for a caller that loses the connection meanwhile. The URLs are presigned: the
 * function's role needs no right to write, and no stage can write in another's name.
 */
export interface RunRecord {
  /** A PUT with `If-None-Match: *` before the command is started: a second invocation does not run it. */
  readonly claimUrl: string;
  /** A PUT of the RunResult as JSON. */
  readonly resultUrl: string;
}

/** Asks the rack server for a path, and for a report on the sandbox's start. */
export interface StatusMessage extends Envelope {
  readonly message: "status";
  /** Path below the prefix, such as `/up`. */
  readonly path: string;
  /** Host header, as the front door will send it. */
  readonly host: string;
  /** SCRIPT_NAME, such as `/production`, or empty. */
  readonly prefix: string;
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

/** The answer to a prewarm with `fanOut`. */
export interface FanOutReport extends SandboxReport {
  /** Number of distinct sandboxes that answered. */
  readonly met: number;
}

export interface RunResult {
  /** Exit status; 128 + n for signal n, as in a shell. */
  readonly status: number;
  /** The last 64 KB of its output, stdout and stderr in order. */
  readonly output: string;
}

export interface StatusResult extends SandboxReport {
  readonly httpStatus: number;
  /** The last lines that the app wrote, for a failing check. */
  readonly log: readonly string[];
}
