import type { Message } from "../../../contract/messages.ts";
import type { Invocation } from "../events/adapter.ts";
import { type FanOutDeps, fanOut } from "./fan-out.ts";
import { prewarm } from "./prewarm.ts";
import { type RunSandbox, run } from "./run.ts";
import { checkStatus, type StatusDeps } from "./status.ts";

/** Milliseconds left before Lambda ends the invocation. */
const RESERVE = 2000;

export type MessageDeps = FanOutDeps & StatusDeps & { readonly sandbox: RunSandbox };

/** Carries out one of our own invocations. */
export function dispatch(
  message: Message,
  invocation: Invocation,
  deps: MessageDeps,
): Promise<unknown> {
  const limitMs = Math.max(0, invocation.context.getRemainingTimeInMillis() - RESERVE);
  switch (message.message) {
    case "prewarm":
      return message.fanOut === undefined
        ? prewarm(message, invocation, deps, limitMs)
        : fanOut(message, invocation, deps, limitMs);
    case "run":
      return run(message, deps.sandbox, limitMs);
    case "status":
      return checkStatus(message, invocation, deps, limitMs);
  }
}
