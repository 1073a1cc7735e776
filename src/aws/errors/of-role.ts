import { nameOf } from "./failure.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
const OF_ROLE: ReadonlySet<string> = new Set([
  "EFSMountFailureException",
  "EC2AccessDeniedException",
  "KMSAccessDeniedException",
]);

/** Whether Lambda lacks a permission of the function's role, such as to mount a file system, and not one of the caller's. */
export function isOfRole(error: unknown): boolean {
  return (
    OF_ROLE.has(nameOf(error)) ||
    // https://github.com/blinkist/terraform-aws-airship-ecs-service/issues/60
    (nameOf(error) === "AccessDeniedException" &&
      /role defined for the function cannot be assumed/.test((error as Error).message))
  );
}
