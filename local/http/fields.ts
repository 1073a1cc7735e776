import { AwsError } from "../service.ts";

/**
 * Rejects members that the operation does not know. AWS ignores many of them. The client here is our own code, and
 * if a misspelt member were ignored, only the cloud would show the bug.
 */
export function rejectUnknownFields(
  input: Readonly<Record<string, unknown>>,
  known: readonly string[],
  code = "ValidationException",
): void {
  for (const name of Object.keys(input)) {
    if (!known.includes(name)) {
      throw new AwsError(400, code, `Unknown field \`${name}\`: not one of ${known.join(", ")}`);
    }
  }
}

/** Like `rejectUnknownFields()`, for query parameters. */
export function rejectUnknownParameters(
  query: URLSearchParams,
  known: readonly string[],
  code = "ValidationException",
): void {
  rejectUnknownFields(Object.fromEntries(query), known, code);
}
