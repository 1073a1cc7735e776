import { UserError } from "../../errors.ts";
import type { Waits } from "../../ports/clock.ts";
import { nameOf, statusOf } from "../errors/failure.ts";
import { type Passing, patiently } from "../retry.ts";

/**
 * Changes of which an account may make few, and in how many seconds it may make one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
const SECONDS = { CreateRestApi: 3, PutRestApi: 1, CreateDeployment: 5, DeleteRestApi: 30 };

type Change = keyof typeof SECONDS;

/** Milliseconds to wait for a turn: enough for twenty previews that are closed at once. */
const TURN = 10 * 60_000;
/** Milliseconds to wait for another change of the same API, or for an answer. */
const SOON = 90_000;

/**
 * Makes a change of an API, again where that is of use: API Gateway refused it and says so, or nobody knows what became
 * of it.
 * @param call sends it once: the SDK would repeat it without a word
 */
export function changing<T>(waits: Waits, change: Change, call: () => Promise<T>): Promise<T> {
  return patiently(waits, (error) => passing(error, change), call);
}

function passing(error: unknown, change: Change): Passing | undefined {
  if (nameOf(error) === "TooManyRequestsException") return untilItsTurn(change);
  return isBusy(error) || isLost(error) ? { limit: SOON } : undefined;
}

function untilItsTurn(change: Change): Passing {
  const minutes = TURN / 60_000;
  const rate = `API Gateway takes one \`${change}\` in ${SECONDS[change]} s of an account.`;
  return {
    line: `Waiting up to ${minutes} minutes for a turn: ${rate}`,
    limit: TURN,
    inTheEnd: (cause) =>
      new UserError(
        `API Gateway has refused \`${change}\` for ${minutes} minutes: too many are made in the account.`,
        `${rate} Run the job again when fewer run at once.`,
        { cause },
      ),
  };
}

/**
 * Whether API Gateway refused a call because it is still at work on another one: of another deploy, or of this one, whose
 * answer was lost.
 * https://github.com/hashicorp/terraform-provider-aws/issues/776
 * https://github.com/DataBiosphere/azul/issues/1951
 */
function isBusy(error: unknown): boolean {
  return nameOf(error) === "ConflictException";
}

/** Whether nobody knows what became of a call: the connection broke, or the service failed. */
function isLost(error: unknown): boolean {
  if (error instanceof UserError) return false;
  const status = statusOf(error);
  return status === undefined || status >= 500;
}
