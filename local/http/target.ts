/** What the operations' names begin with, by the service's name in signatures. */
const TARGETS: Readonly<Record<string, string>> = {
  logs: "Logs_20140328",
  secretsmanager: "secretsmanager",
  ssm: "AmazonSSM",
};

/**
 * Returns the operation that a request of the protocol awsJson1.1 names in a header.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function targetOf(
  service: string,
  headers: Readonly<Record<string, string>>,
): string | undefined {
  const [, target, operation] = /^(\w+)\.(\w+)$/.exec(headers["x-amz-target"] ?? "") ?? [];
  return target !== undefined && target === TARGETS[service] ? operation : undefined;
}
