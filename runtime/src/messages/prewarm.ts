import { setTimeout as sleep } from "node:timers/promises";
import type { PrewarmMessage, SandboxReport } from "../../../contract/messages.ts";
import type { Sandbox } from "../server/sandbox.ts";

/** Milliseconds that an app may take to start: whoever deploys should hear of a failure while still looking. */
export const BOOT_LIMIT = 120_000;

/**
 * Makes this sandbox ready and waits until `holdUntil` before it answers.
 * @param limitMs milliseconds to hold at most
 * @throws LoadError, ServerError if the app does not start
 */
export async function prewarm(
  message: PrewarmMessage,
  sandbox: Pick<Sandbox, "countPrewarm" | "readyWithin" | "report">,
  limitMs: number,
): Promise<SandboxReport> {
  const started = Date.now();
  sandbox.countPrewarm();
  await sandbox.readyWithin(Math.min(limitMs, BOOT_LIMIT));
  const left = Math.min(message.holdUntil - Date.now(), limitMs - (Date.now() - started));
  await sleep(Math.max(0, left));
  return sandbox.report();
}
