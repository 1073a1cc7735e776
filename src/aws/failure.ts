/** The error's code, such as `ResourceNotFoundException`; empty where it is not AWS's. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** True where the thing asked for is not there, by whichever name the service has for that. */
export function isNotFound(error: unknown): boolean {
  return [
    "NotFound",
    "NoSuchKey",
    "NoSuchBucket",
    "NoSuchEntity",
    "NoSuchEntityException",
    "NotFoundException",
    "ResourceNotFoundException",
  ].includes(nameOf(error));
}
