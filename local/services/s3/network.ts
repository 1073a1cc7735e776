import { Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { AwsError, ConnectionLost } from "../../service.ts";

/** How requests and objects' bytes travel. */
export interface Network {
  /** Bytes per second of all responses together, like the network of a Lambda function. */
  readonly bytesPerSecond?: number;
  /** Asked at each call what goes wrong with it. */
  readonly fault?: (call: S3Call) => Fault | undefined;
}

/** A call as a fault is chosen by: `{ operation: "PutObject", bucket: "bundles", key: "a" }`. */
export interface S3Call {
  readonly operation: string;
  readonly bucket: string;
  /** Empty for operations on a bucket. */
  readonly key: string;
}

/**
 * What goes wrong. `error`, `slow-down` and `aborted` are answers of 500, 503 and 409 (two calls change a bucket at once,
 * https://github.com/DataBiosphere/toil/issues/1093), and nothing is done. `reset` breaks the connection
 * after so many bytes of the object, on their way up or down. `lost` does what was asked, and breaks the connection then.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 */
export type Fault =
  | { readonly kind: "error" | "slow-down" | "aborted" | "lost" }
  | { readonly kind: "reset"; readonly after: number };

const ANSWERS: Readonly<Record<string, readonly [status: number, code: string, message: string]>> =
  {
    error: [500, "InternalError", "We encountered an internal error. Please try again."],
    "slow-down": [503, "SlowDown", "Please reduce your request rate."],
    aborted: [
      409,
      "OperationAborted",
      "A conflicting conditional operation is currently in progress against this resource. Please try again.",
    ],
  };

/** Milliseconds that a body may be ahead of time. Timers are no more precise than that. */
const SLACK = 2;

/** How one call travels. */
export interface Way {
  /** The stream that the object's bytes pass through. Undefined if nothing delays or breaks them. */
  readonly passage: Transform | undefined;
  readonly losesAnswer: boolean;
}

/** A monotonic clock in milliseconds, and a way to wait. */
export interface Stopwatch {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

const STOPWATCH: Stopwatch = { now: () => performance.now(), sleep };

/**
 * Opens a network. All responses share its speed.
 * @returns what a call asks for its way; it throws AwsError where the answer is a fault
 */
export function openNetwork(
  { bytesPerSecond, fault }: Network,
  clock: Stopwatch = STOPWATCH,
): (call: S3Call) => Way {
  let free = 0;
  const pace = async (bytes: number) => {
    if (bytesPerSecond === undefined) return;
    const now = clock.now();
    free = Math.max(now, free) + (bytes / bytesPerSecond) * 1000;
    if (free - now > SLACK) await clock.sleep(free - now);
  };
  return (call) => {
    const wrong = fault?.(call);
    const answer = wrong && ANSWERS[wrong.kind];
    if (answer) throw new AwsError(...answer);
    const losesAnswer = wrong?.kind === "lost";
    const paces = bytesPerSecond !== undefined && call.operation === "GetObject";
    if (wrong?.kind !== "reset" && !paces) return { passage: undefined, losesAnswer };
    let left = wrong?.kind === "reset" ? wrong.after : Number.POSITIVE_INFINITY;
    const passage = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const part = chunk.subarray(0, left);
        left -= part.length;
        const lost = left === 0 ? new ConnectionLost() : undefined;
        pace(paces ? part.length : 0).then(() => {
          this.push(part);
          // What was pushed must be sent first.
          if (lost) setTimeout(() => done(lost), 20);
          else done();
        }, done);
      },
    });
    return { passage, losesAnswer };
  };
}
