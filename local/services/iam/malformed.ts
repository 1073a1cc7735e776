import { AwsError } from "../../service.ts";

/** The error for a policy document that IAM does not take. */
export function malformed(message: string, cause?: unknown): AwsError {
  const error = new AwsError(400, "MalformedPolicyDocument", message);
  error.cause = cause;
  return error;
}
