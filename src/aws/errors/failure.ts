/** Returns the error's code, such as `ResourceNotFoundException`. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** Whether a service says that something does not exist; each service has its own names for that. */
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
