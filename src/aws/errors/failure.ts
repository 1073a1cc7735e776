/** Returns the error's code, such as `ResourceNotFoundException`. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** Returns the HTTP status of the answer that an error came from: none where no answer came. */
export function statusOf(error: unknown): number | undefined {
  const status = (error as { $metadata?: { httpStatusCode?: unknown } })?.$metadata?.httpStatusCode;
  return typeof status === "number" ? status : undefined;
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
