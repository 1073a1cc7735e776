import { nameOf } from "../errors/failure.ts";

/**
 * Whether API Gateway refused a call because an account may make few of its kind.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export function isThrottled(error: unknown): boolean {
  return nameOf(error) === "TooManyRequestsException";
}

/**
 * Whether API Gateway refused a call because it is still at work on another one: of another deploy, or of this one, whose
 * answer was lost.
 * https://github.com/hashicorp/terraform-provider-aws/issues/776
 * https://github.com/DataBiosphere/azul/issues/1951
 */
export function isBusy(error: unknown): boolean {
  return nameOf(error) === "ConflictException";
}
