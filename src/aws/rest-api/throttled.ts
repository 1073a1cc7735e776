import { nameOf } from "../errors/failure.ts";

/**
 * Whether API Gateway refused a call because an account may make few of its kind.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export function isThrottled(error: unknown): boolean {
  return nameOf(error) === "TooManyRequestsException";
}
