import type { PrewarmMessage, SandboxReport } from "../../../contract/messages.ts";
import { UserError } from "../../errors.ts";
import type { Clock } from "../../ports/clock.ts";
import { type Functions, NoRoom, STILL_SERVES } from "../../ports/functions.ts";

/** Milliseconds for which a ready sandbox stays busy, so that the other requests reach other sandboxes. */
const HOLD = 1_000;
/** How often the requests are sent at most. */
const ROUNDS = 4;

/** Reports of the sandboxes that answered, by their names. */
export type Prewarmed = ReadonlyMap<string, SandboxReport>;

/**
 * Starts sandboxes of a version. Sandboxes cannot see each other, so we count the distinct ones and send all
 * requests again until there are enough.
 * @returns fewer than `concurrency` if the account has no room for more
 * @throws UserError with the app's last lines if it does not start
 */
export async function prewarm(
  functions: Pick<Functions, "invoke">,
  clock: Clock,
  target: { readonly functionName: string; readonly qualifier: string },
  concurrency: number,
): Promise<Prewarmed> {
  const met = new Map<string, SandboxReport>();
  for (let round = 0; round < ROUNDS && met.size < concurrency; round += 1) {
    // Not only the missing ones: sandboxes that are ready already must be busy meanwhile.
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
    let isFull = false;
    for (const answer of answers) {
      if (answer.status === "rejected") {
        if (!(answer.reason instanceof NoRoom)) throw answer.reason;
        isFull = true;
        continue;
      }
      if (answer.value.error !== undefined) {
        throw new UserError(
          `The app did not start in \`${target.functionName}\`, version ${target.qualifier}:\n${answer.value.error}`,
          `${STILL_SERVES} Correct what the log names and deploy again.`,
        );
      }
      const report = answer.value.payload as SandboxReport;
      met.set(report.sandbox, report);
    }
    // Lambda answers at once that it is full, or is asked too often.
    if (isFull && met.size < concurrency) await clock.sleep(HOLD);
  }
  return met;
}
