import { setTimeout as sleep } from "node:timers/promises";
import type { PrewarmMessage, SandboxReport } from "../../../contract/messages.ts";
import type { Sandbox } from "../server/sandbox.ts";

/** Milliseconds that an app may take to come up: who deploys should hear of it while they look. */
export const BOOT_LIMIT = 120_000;

/**
 * Makes this sandbox ready and answers not before `holdUntil`.
 * @param limitMs milliseconds to hold at most
 * @throws LoadError, ServerError where the app does not come up
 */
export async function prewarm(
  message: PrewarmMessage,
  sandbox: Sandbox,
  limitMs: number,
): Promise<SandboxReport> {
  const started = Date.now();
  sandbox.countPrewarm();
  await sandbox.readyWithin(Math.min(limitMs, BOOT_LIMIT));
  const left = Math.min(message.holdUntil - Date.now(), limitMs - (Date.now() - started));
  if (left > 0) await sleep(left);
  return sandbox.report();
}
