import type { FanOutReport, PrewarmMessage, SandboxReport } from "../../../contract/messages.ts";
import type { LambdaContext } from "../events/lambda-context.ts";
import type { Deps } from "../http/answer.ts";
import { Busy, openInvoker } from "./invoke.ts";
import { prewarm } from "./prewarm.ts";

/** Milliseconds that a ready sandbox waits for the others to be asked: it serves nobody meanwhile. */
const HOLD = 500;
const ROUNDS = 4;

/**
 * Makes this sandbox ready, then as many more of its version as are wanted. This one is taken while it asks,
 * so that the others are others; those that are met twice are asked again, as a deploy does it.
 * @throws LoadError, ServerError; Error where another one fails
 */
export async function fanOut(
  wanted: number,
  context: LambdaContext,
  deps: Deps,
  limitMs: number,
): Promise<FanOutReport> {
  const until = Date.now() + limitMs;
  const own = await prewarm(
    { megamode: 1, message: "prewarm", holdUntil: 0 },
    deps.sandbox,
    limitMs,
  );
  const met = new Set([own.sandbox]);
  if (wanted > 1) {
    const invoker = openInvoker(deps.lambdaUrl, deps.sandbox.options.s3, context);
    try {
      for (let round = 0; round < ROUNDS && met.size < wanted && Date.now() < until; round += 1) {
        const message: PrewarmMessage = {
          megamode: 1,
          message: "prewarm",
          holdUntil: Date.now() + HOLD,
        };
        const signal = AbortSignal.timeout(Math.max(1, until - Date.now()));
        const answers = await Promise.allSettled(
          Array.from({ length: wanted - 1 }, () => invoker.invoke(message, signal)),
        );
        for (const answer of answers) {
          if (answer.status === "fulfilled") met.add((answer.value as SandboxReport).sandbox);
          else if (!(answer.reason instanceof Busy)) throw answer.reason;
        }
      }
    } finally {
      invoker.close();
    }
  }
  deps.output.write(`megamode: prewarmed ${met.size} of ${wanted} sandboxes\n`);
  return { ...deps.sandbox.report(), met: met.size };
}
