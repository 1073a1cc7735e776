import { AwsError, type Principal } from "../service.ts";

/** The refusal of what no policy of the caller allows, in AWS's words. */
export function notAllowed(principal: Principal, action: string, resource: string): AwsError {
  return new AwsError(
    403,
    "AccessDeniedException",
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  );
}
