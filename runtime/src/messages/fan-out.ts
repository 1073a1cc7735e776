import type { FanOutReport, PrewarmMessage, SandboxReport } from "../../../contract/messages.ts";
import type { Invocation } from "../events/adapter.ts";
import { Busy, type Invoker, openInvoker } from "./invoke.ts";
import { type PrewarmDeps, prewarm } from "./prewarm.ts";

/** Milliseconds that a ready sandbox waits while the others are asked: it serves nobody meanwhile. */
const HOLD = 500;
const ROUNDS = 4;

export interface FanOutDeps extends PrewarmDeps {
  /** Base URL of Lambda's API. */
  readonly lambdaUrl: string;
}

/**
 * Makes this sandbox ready, then as many more of its version as are wanted. This sandbox is busy while it asks, so
 * Lambda gives it other ones. If one is met twice, it asks again, as a deploy does.
 * @throws LoadError, ServerError; Error if another sandbox fails
 */
export async function fanOut(
  { fanOut: wanted = 1, warm }: PrewarmMessage,
  invocation: Invocation,
  deps: FanOutDeps,
  limitMs: number,
  open: typeof openInvoker = openInvoker,
): Promise<FanOutReport> {
  const { sandbox, lambdaUrl, output } = deps;
  const until = Date.now() + limitMs;
  const message = { megamode: 1, message: "prewarm", ...(warm ? { warm } : {}) } as const;
  const own = await prewarm({ ...message, holdUntil: 0 }, invocation, deps, limitMs);
  const met = new Set([own.sandbox]);
  let invoker: Invoker | undefined;
  try {
    for (let round = 0; round < ROUNDS && met.size < wanted; round += 1) {
      const left = until - Date.now();
      if (left <= 0) break;
      invoker ??= open(lambdaUrl, sandbox.options.s3, invocation.context);
      for (const report of await ask(invoker, message, wanted - 1, left)) met.add(report.sandbox);
    }
  } finally {
    invoker?.close();
  }
  output.write(`megamode: prewarmed ${met.size} of ${wanted} sandboxes\n`);
  return { ...own, met: met.size };
}

/** Asks this many sandboxes at once. Leaves out those that Lambda has no room for. */
async function ask(
  invoker: Invoker,
  message: Omit<PrewarmMessage, "holdUntil">,
  count: number,
  limitMs: number,
): Promise<SandboxReport[]> {
  const holdUntil = Date.now() + HOLD;
  const signal = AbortSignal.timeout(limitMs);
  const answers = await Promise.allSettled(
    Array.from({ length: count }, () => invoker.invoke({ ...message, holdUntil }, signal)),
  );
  return answers.flatMap((answer) => {
    if (answer.status === "fulfilled") return [answer.value as SandboxReport];
    if (answer.reason instanceof Busy) return [];
    throw answer.reason;
  });
}
