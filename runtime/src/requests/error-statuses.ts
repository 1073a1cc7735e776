import { Env } from "../../../contract/environment.ts";

const RANGE = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/;

/** Whether an answer with this status fails the invocation. */
export type FailsInvocation = (status: number) => boolean;

/**
 * Reads the statuses that fail an invocation, such as `500,502-504`. None by default.
 * @throws Error that names the variable
 */
export function readErrorStatuses(
  environment: Readonly<Record<string, string | undefined>>,
): FailsInvocation {
  const text = environment[Env.errorStatusCodes] ?? "";
  const ranges = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [, from, to = from] = RANGE.exec(part) ?? [];
      if (from === undefined || Number(to) < Number(from)) {
        throw new Error(`${Env.errorStatusCodes} must be statuses such as 500,502-504: ${part}`);
      }
      return [Number(from), Number(to)] as const;
    });
  return (status) => ranges.some(([from, to]) => from <= status && status <= to);
}

/** Makes the error of an invocation whose answer has such a status. The front door shows its own 502. */
export function statusFailure(status: number): Error {
  return new Error(`the answer's status is ${status}, and ${Env.errorStatusCodes} names it`);
}
