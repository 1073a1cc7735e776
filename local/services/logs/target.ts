/**
 * Returns the operation that a request of the protocol awsJson1.1 names in a header.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function targetOf(headers: Readonly<Record<string, string>>): string | undefined {
  return /^Logs_20140328\.(\w+)$/.exec(headers["x-amz-target"] ?? "")?.[1];
}
