import { setTimeout as sleep } from "node:timers/promises";
import type { PrewarmMessage, PrewarmReport } from "../../../contract/messages.ts";
import type { Invocation } from "../events/adapter.ts";
import type { Sandbox } from "../server/sandbox.ts";
import { type LoadDeps, loadDeferred } from "./load-deferred.ts";
import { warmPaths } from "./warm-paths.ts";

/** Milliseconds that an app may take to start: whoever deploys should hear of a failure while still looking. */
export const BOOT_LIMIT = 120_000;

export interface PrewarmDeps extends LoadDeps {
  /** Set while the stage is in maintenance: nothing boots for visitors who are not let in. */
  readonly maintenance?: string | undefined;
  readonly sandbox: LoadDeps["sandbox"] & Pick<Sandbox, "history" | "readyWithin">;
}

/**
 * Makes this sandbox ready, with what a cold start defers and the pages that are named, and waits until `holdUntil` before it answers.
 * @param limitMs milliseconds to hold at most
 * @throws LoadError, ServerError if the app does not start
 */
export async function prewarm(
  message: PrewarmMessage,
  invocation: Invocation,
  deps: PrewarmDeps,
  limitMs: number,
): Promise<PrewarmReport> {
  const { sandbox } = deps;
  const until = Date.now() + limitMs;
  const left = () => until - Date.now();
  sandbox.history.countPrewarm();
  const { prewarmCount, callCount } = sandbox.history.report();
  const warmed = deps.maintenance ? undefined : await boot();
  await sleep(Math.max(0, Math.min(message.holdUntil - Date.now(), left())));
  const cold = prewarmCount + callCount === 1;
  return { ...sandbox.history.report(), cold, ...(warmed ? { warmed } : {}) };

  async function boot(): Promise<PrewarmReport["warmed"]> {
    // It takes a turn of the event loop to learn that a server died while the sandbox was frozen.
    await new Promise((resolve) => setImmediate(resolve));
    const server = await sandbox.readyWithin(Math.min(limitMs, BOOT_LIMIT));
    await loadDeferred(server, invocation.context, Math.min(left(), BOOT_LIMIT), deps);
    // One that hung, or died before it was asked, is replaced: the new one may still boot.
    if (!server.alive) await sandbox.readyWithin(Math.min(left(), BOOT_LIMIT));
    return message.warm && warmPaths(message.warm, invocation, deps, left);
  }
}
