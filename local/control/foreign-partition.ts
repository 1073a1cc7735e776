import { AwsError } from "../service.ts";

const ARN = /\barn:(aws[a-z-]*):[^\s"\\]*/g;

/** What each service calls a value that it cannot use. */
const CODES: Readonly<Record<string, string>> = {
  apigateway: "BadRequestException",
  iam: "MalformedPolicyDocument",
  lambda: "InvalidParameterValueException",
};

/**
 * Refuses a request that names something in another partition: no partition sees the others. IAM says it in these words
 * (https://github.com/aws/chalice/issues/777, https://github.com/aws/copilot-cli/issues/2563); how the others say it is
 * not documented. A value that only looks like an ARN, such as a function's variable, is refused as well: AWS would keep
 * it.
 * @param texts the parts of the request that may hold ARNs, percent-encoded or not
 */
export function refuseForeignPartition(
  service: string,
  partition: string,
  texts: readonly string[],
): void {
  for (const [arn, found] of texts.flatMap((text) => [...decoded(text).matchAll(ARN)])) {
    if (found === partition) continue;
    throw new AwsError(
      400,
      CODES[service] ?? "ValidationException",
      `Partition "${found}" is not valid for resource "${arn}".`,
    );
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
