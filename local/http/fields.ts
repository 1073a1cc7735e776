import { AwsError } from "../service.ts";

/**
 * Reject what the operation does not know. AWS ignores many unknown members; here our own code is the
 * client, and a misspelt member that is silently ignored is a bug that only the cloud would show.
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

/** The same for query parameters. */
export function rejectUnknownParameters(
  query: URLSearchParams,
  known: readonly string[],
  code = "ValidationException",
): void {
  rejectUnknownFields(Object.fromEntries(query), known, code);
}
