import { AwsError } from "../../service.ts";

const USER = { Type: "User" };

export function invalidParameter(message: string): AwsError {
  return new AwsError(400, "InvalidParameterValueException", message, USER);
}

/** The error for a value that does not satisfy the constraints that AWS documents. */
export function invalidValue(value: unknown, member: string, constraint: string): AwsError {
  const shown = typeof value === "object" ? JSON.stringify(value) : String(value);
  return new AwsError(
    400,
    "ValidationException",
    `1 validation error detected: Value '${shown}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

export function notFound(message: string): AwsError {
  return new AwsError(404, "ResourceNotFoundException", message, { ...USER, Message: message });
}

export function conflict(message: string): AwsError {
  return new AwsError(409, "ResourceConflictException", message, USER);
}

export function staleRevision(): AwsError {
  return new AwsError(
    412,
    "PreconditionFailedException",
    "The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId",
    USER,
  );
}

export function throttled(reason: string): AwsError {
  return new AwsError(429, "TooManyRequestsException", "Rate Exceeded.", {
    ...USER,
    Reason: reason,
  });
}
