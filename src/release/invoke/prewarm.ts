import type { PrewarmMessage, SandboxReport } from "../../../contract/messages.ts";
import { UserError } from "../../errors.ts";
import type { Clock } from "../../ports/clock.ts";
import { type Functions, NoRoom } from "../../ports/functions.ts";

/** Milliseconds that a ready sandbox waits for the others to be asked. */
const HOLD = 1_000;
const ROUNDS = 4;

/** The distinct sandboxes that were met. */
export type Prewarmed = ReadonlyMap<string, SandboxReport>;

/**
 * Makes distinct sandboxes of a version ready. Sandboxes cannot see each other, so the caller counts the
 * distinct ones and sends the shortfall again.
 * @returns fewer than `concurrency` where the account has no room for more
 * @throws UserError with the app's own last lines where it does not start
 */
export async function prewarm(
  functions: Functions,
  clock: Clock,
  target: { readonly functionName: string; readonly qualifier: string },
  concurrency: number,
): Promise<Prewarmed> {
  const met = new Map<string, SandboxReport>();
  for (let round = 0; round < ROUNDS && met.size < concurrency; round += 1) {
    // All of them again: a sandbox that is met twice is held while the others are asked.
    const message: PrewarmMessage = {
      megamode: 1,
      message: "prewarm",
      holdUntil: clock.now() + HOLD,
    };
    const answers = await Promise.allSettled(
      Array.from({ length: concurrency }, () =>
        functions.invoke(target.functionName, target.qualifier, message),
      ),
    );
    for (const answer of answers) {
      if (answer.status === "rejected") {
        if (answer.reason instanceof NoRoom) continue;
        throw answer.reason;
      }
      if (answer.value.error !== undefined) {
        throw new UserError(
          `The app did not start in \`${target.functionName}\`, version ${target.qualifier}:\n${answer.value.error}`,
          "The version that was live before, if any, still serves. Correct what the log names and deploy again.",
        );
      }
      const report = answer.value.payload as SandboxReport;
      met.set(report.sandbox, report);
    }
  }
  return met;
}
