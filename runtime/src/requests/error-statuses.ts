import { Env } from "../../../contract/environment.ts";
import { readStatuses } from "../http/statuses.ts";

/** Whether an answer with this status fails the invocation. */
export type FailsInvocation = (status: number) => boolean;

/**
 * Reads the statuses that fail an invocation, such as `500,502-504`. None by default.
 * @throws Error that names the variable
 */
export function readErrorStatuses(
  environment: Readonly<Record<string, string | undefined>>,
): FailsInvocation {
  return readStatuses(Env.errorStatusCodes, environment[Env.errorStatusCodes] ?? "", "500,502-504");
}

/** Makes the error of an invocation whose answer has such a status. The front door shows its own 502. */
export function statusFailure(status: number): Error {
  return new Error(`the answer's status is ${status}, and ${Env.errorStatusCodes} names it`);
}
