/**
 * Our own invocations. They arrive by direct Invoke only: no HTTP event has a top-level `megamode` key,
 * because every front door builds the event itself.
 */
interface Envelope {
  readonly megamode: 1;
}

/** Be ready, and answer not before `holdUntil`, so that N parallel invocations meet N distinct sandboxes. */
export interface PrewarmMessage extends Envelope {
  readonly message: "prewarm";
  /** Epoch milliseconds. */
  readonly holdUntil: number;
  /**
   * Distinct sandboxes, this one included, that it sees to: for a caller that cannot count, such as a
   * schedule. It chooses the moment itself then.
   */
  readonly fanOut?: number;
}

/** Run a shell command line in the app's folder, with the app's environment. */
export interface RunMessage extends Envelope {
  readonly message: "run";
  readonly command: string;
  /** Absent: nobody will ask afterwards. */
  readonly record?: RunRecord;
}

/**
 * How a run is known to who has lost the connection meanwhile. Presigned, so that the function's role needs
 * no right to write, and no stage can write in another's name.
 */
export interface RunRecord {
  /** A PUT with `If-None-Match: *` before the command is started: who comes second does not run it. */
  readonly claimUrl: string;
  /** A PUT of the RunResult as JSON. */
  readonly resultUrl: string;
}

/** Ask the rack server for a path and say how the sandbox came up. */
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

/** What a cold start took, in milliseconds of wall time. */
export interface ColdStart {
  /** Until the last byte of the last archive had arrived. */
  readonly fetchMs: number;
  /** From there until the last file was written. */
  readonly unpackMs: number;
  /** From starting the rack server until it accepted a connection. */
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

/** What a prewarm with `fanOut` gives. */
export interface FanOutReport extends SandboxReport {
  /** Distinct sandboxes that were met. */
  readonly met: number;
}

export interface RunResult {
  /** Exit status; 128 + n for signal n, as a shell says it. */
  readonly status: number;
  /** The last 64 KB of its output, stdout and stderr in order. */
  readonly output: string;
}

export interface StatusResult extends SandboxReport {
  readonly httpStatus: number;
  /** The last lines that the app wrote, for a failing check. */
  readonly log: readonly string[];
}
