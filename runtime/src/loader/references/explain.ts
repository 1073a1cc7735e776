import { AwsError } from "../../aws/json-call.ts";
import type { Problem } from "./readers.ts";

/**
 * Says in words why something of Systems Manager or Secrets Manager could not be read, and what to do. AWS's errors name
 * what was asked for and never show a value.
 * @param host of the service
 */
export function explainCall(error: unknown, host: string, region: string): Problem {
  if (!(error instanceof AwsError)) {
    const { message, code } = error as NodeJS.ErrnoException;
    return {
      why: `cannot be read: ${host}: ${message || code}. A function in a VPC needs a NAT gateway or an interface endpoint of this service`,
    };
  }
  const { code, message } = error;
  if (code === "ResourceNotFoundException") {
    return { why: "does not exist in this region: create it, or correct the variable" };
  }
  if (code !== "AccessDeniedException") return { why: `cannot be read: ${code}: ${message}` };
  // https://github.com/external-secrets/external-secrets/issues/390, https://github.com/Droplr/aws-env/issues/29
  if (/KMS|ciphertext/i.test(message)) {
    const why = `is encrypted by a key that the function's role may not use: allow kms:Decrypt on that key: ${message}`;
    return { why, denied: true };
  }
  const [, partition, account, Action, asked = ""] =
    /arn:(\S+?):\w+::(\d+):.* perform: (\S+) on resource: (\S+)/.exec(message) ?? [];
  if (!Action) return { why: `may not be read: ${message}`, denied: true };
  // Secrets Manager repeats the name that was asked for, and says the same of one that does not exist.
  // https://github.com/mongodb/awscdk-resources-mongodbatlas/issues/207
  const isArn = asked.startsWith("arn:");
  const Resource = isArn
    ? asked
    : `arn:${partition}:secretsmanager:${region}:${account}:secret:${asked}-??????`;
  const statement = JSON.stringify({ Effect: "Allow", Action, Resource });
  const either = isArn ? "" : "does not exist in this region, or ";
  const why = `${either}may not be read by the function's role: its policies must have ${statement}`;
  return { why, denied: true };
}
