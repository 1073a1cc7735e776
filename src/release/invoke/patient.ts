import { S3_DENIED, SECRET_DENIED } from "../../../contract/messages.ts";
import type { Waits } from "../../ports/clock.ts";
import { type Functions, type Invocation, NoRoom, RoleDenied } from "../../ports/functions.ts";

/** Milliseconds to wait for what passes by itself. */
const LIMIT = 60_000;
/** Milliseconds between two attempts. */
const PAUSE = 2_000;

/** What is waited for, by the reason of the refusals. */
const LINES = {
  role: "Waiting up to a minute until AWS's services see what the function's role may do now",
  room: "Waiting up to a minute until Lambda takes another invocation",
};

type Invoker = Pick<Functions, "invoke">;

/**
 * Invokes as the given functions do, and repeats an invocation for a minute while AWS refuses it for a reason that
 * passes by itself. Such a refusal comes before the function begins with what it is asked for: nothing is done twice.
 * @param reason `role`: the function's role was just changed, and AWS's services still see what it was before; `room`:
 *   Lambda has no room for another sandbox, or gets too many requests
 */
export function patient(
  functions: Invoker,
  reason: keyof typeof LINES,
  { clock, say }: Waits,
): Invoker {
  let isSaid = false;
  return {
    async invoke(...asked) {
      const began = clock.now();
      for (;;) {
        const outcome = await functions.invoke(...asked).catch(refused);
        if (reasonOf(outcome) !== reason || clock.now() - began > LIMIT) {
          if (outcome instanceof Error) throw outcome;
          return outcome;
        }
        const text = outcome instanceof Error ? outcome.message : outcome.error;
        if (!isSaid) say(`${LINES[reason]}. So far: ${text}`);
        isSaid = true;
        await clock.sleep(PAUSE);
      }
    },
  };
}

function refused(error: unknown): RoleDenied | NoRoom {
  if (error instanceof RoleDenied || error instanceof NoRoom) return error;
  throw error;
}

function reasonOf(outcome: Invocation | RoleDenied | NoRoom): keyof typeof LINES | undefined {
  if (outcome instanceof NoRoom) return "room";
  if (outcome instanceof RoleDenied) return "role";
  return [S3_DENIED, SECRET_DENIED].some((denied) => denied === outcome.errorType)
    ? "role"
    : undefined;
}
