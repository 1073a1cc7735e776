import { AwsError } from "../../aws/json-call.ts";
import type { Problem } from "./readers.ts";

/**
 * Says in words why something of Systems Manager or Secrets Manager could not be read, and what to do. AWS's errors name
 * what was asked for and never show a value.
 * @param host of the service
 */
export function explainCall(error: unknown, host: string): Problem {
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
  const [, action, resource] = /perform: (\S+) on resource: (\S+)/.exec(message) ?? [];
  const statement = JSON.stringify({ Effect: "Allow", Action: action, Resource: resource });
  const fix = action ? `add ${statement} to its policies` : message;
  return { why: `may not be read by the function's role: ${fix}`, denied: true };
}
