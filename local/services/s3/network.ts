import { Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { AwsError } from "../../service.ts";

/** How objects' bytes travel to clients. */
export interface Network {
  /** Bytes per second of all responses together, like the network of a Lambda function. */
  readonly bytesPerSecond?: number;
  /**
   * Asked at each GetObject what goes wrong with it. `error` is a response of 500; `reset` breaks the connection after
   * the given number of bytes of the body.
   */
  readonly fault?: (key: string) => Fault | undefined;
}

export type Fault = { readonly kind: "error" } | { readonly kind: "reset"; readonly after: number };

/** Milliseconds that a body may be ahead of time. Timers are no more precise than that. */
const SLACK = 2;

/** Makes the stream that a body passes through. Undefined if nothing delays or breaks it. */
export type Passage = (key: string) => Transform | undefined;

/** A monotonic clock in milliseconds, and a way to wait. */
export interface Stopwatch {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

const STOPWATCH: Stopwatch = { now: () => performance.now(), sleep };

/** Opens a network. All bodies share its speed. */
export function openNetwork(
  { bytesPerSecond, fault }: Network,
  clock: Stopwatch = STOPWATCH,
): Passage {
  let free = 0;
  const pace = async (bytes: number) => {
    if (bytesPerSecond === undefined) return;
    const now = clock.now();
    free = Math.max(now, free) + (bytes / bytesPerSecond) * 1000;
    if (free - now > SLACK) await clock.sleep(free - now);
  };
  return (key) => {
    const wrong = fault?.(key);
    if (wrong?.kind === "error") throw new AwsError(500, "InternalError", "Please try again.");
    if (!wrong && bytesPerSecond === undefined) return undefined;
    let left = wrong?.after ?? Number.POSITIVE_INFINITY;
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const part = chunk.subarray(0, left);
        left -= part.length;
        const lost =
          left === 0 ? new Error("The connection broke, as it was told to break") : undefined;
        pace(part.length).then(() => {
          this.push(part);
          // What was pushed must be sent first.
          if (lost) setTimeout(() => done(lost), 20);
          else done();
        }, done);
      },
    });
  };
}
