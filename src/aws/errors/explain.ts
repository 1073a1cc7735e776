import { UserError } from "../../errors.ts";
import { nameOf } from "./failure.ts";
import { isOfRole } from "./of-role.ts";

/** Error codes with which services reject the credentials. */
const UNKNOWN_CALLER = new Set([
  "CredentialsProviderError",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "IncompleteSignature",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidToken",
]);

const DENIED = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "UnauthorizedException",
  "Forbidden",
]);

/**
 * Turns an AWS error that the user can fix into one that says how; returns any other unchanged.
 * @param action the call that failed, as IAM names it (`lambda:CreateFunction`)
 */
export function explain(error: unknown, action: string): unknown {
  const name = nameOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if (isOfRole(error)) return error;
  if (UNKNOWN_CALLER.has(name)) {
    return new UserError(
      `AWS does not accept the credentials (${name}, at \`${action}\`).`,
      "Run `aws-actions/configure-aws-credentials` in a step before this one, with `role-to-assume` and `aws-region`.",
      { cause: error },
    );
  }
  if (DENIED.has(name) || statusOf(error) === 403) {
    const missing = missingAction(text) ?? action;
    return new UserError(
      `AWS denies \`${missing}\`: ${text}`,
      `Allow \`${missing}\` in the policy of the role that deploys.`,
      { cause: error },
    );
  }
  return error;
}

/**
 * Finds the action that AWS says is missing, which is not always the call's own name: CreateFunction may need
 * `iam:PassRole`, API Gateway's calls need `apigateway:POST`. S3 answers a denied HEAD with a bare 403.
 */
function missingAction(text: string): string | undefined {
  return /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(text)?.[1];
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } })?.$metadata?.httpStatusCode;
}
