import { Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { AwsError } from "../../service.ts";

/** How an object's bytes come to who asked for them. */
export interface Network {
  /** Bytes a second, of all answers together: what the network of a Lambda function lets through. */
  readonly bytesPerSecond?: number;
  /**
   * Asked for each GetObject: what goes wrong with it. `error`: 500; `reset`: the connection breaks behind so
   * many bytes of the body.
   */
  readonly fault?: (key: string) => Fault | undefined;
}

export type Fault = { readonly kind: "error" } | { readonly kind: "reset"; readonly after: number };

/** Milliseconds by which a body may be ahead of its time: timers are no finer. */
const SLACK = 2;

/** What a body goes through on its way; undefined where nothing holds it up. */
export type Passage = (key: string) => Transform | undefined;

/** One network for all bodies: they share its speed. */
export function openNetwork({ bytesPerSecond, fault }: Network): Passage {
  let free = 0;
  const pace = async (bytes: number) => {
    if (bytesPerSecond === undefined) return;
    const now = performance.now();
    free = Math.max(now, free) + (bytes / bytesPerSecond) * 1000;
    if (free - now > SLACK) await sleep(free - now);
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
        const lost = left === 0 ? new Error("The connection broke, as it was told to") : undefined;
        pace(part.length).then(() => {
          this.push(part);
          // What was pushed has to be on its way first.
          if (lost) setTimeout(() => done(lost), 20);
          else done();
        }, done);
      },
    });
  };
}
