import { UserError } from "../../errors.ts";
import { nameOf, statusOf } from "./failure.ts";
import { isOfRole } from "./of-role.ts";
import { quotesNothing, wordsSent } from "./quotes-nothing.ts";

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
 * How AWS says that a policy is in the way: who, what, on which resource and why. Any other text is shown only if it quotes
 * nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const DENIAL =
  /^User: \S+ is not authorized to perform: [a-z0-9-]+:[A-Za-z]+( on resource: \S+)?( (because|with) [A-Za-z0-9 ,:/_.*-]+)?$/;

/** What only a push's deploy does, for previews too: a role that deploys previews must not get these (`docs/iam.md`). */
const FOR_DEPLOYED_STAGES =
  /^(s3:CreateBucket|iam:(CreateRole|TagRole|PutRolePolicy|UpdateAssumeRolePolicy))$/;
const PUSH_FIRST = "For a preview, let a push deploy a stage first: that makes what previews need.";

/**
 * Turns an AWS error that the user can fix into one that says how; returns any other unchanged.
 * @param action the call that failed, as IAM names it (`lambda:CreateFunction`)
 * @param input what the call was given
 */
export function explain(error: unknown, action: string, input?: unknown): unknown {
  const name = nameOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if (isOfRole(error)) return error;
  if (UNKNOWN_CALLER.has(name)) {
    return new UserError(
      `AWS does not accept the credentials (${name}, at \`${action}\`).`,
      "Run `aws-actions/configure-aws-credentials` in a step before this one, with `role-to-assume` and `aws-region`.",
    );
  }
  if (DENIED.has(name) || statusOf(error) === 403) {
    const missing = missingAction(text) ?? action;
    const isShown = DENIAL.test(text) || quotesNothing(text, wordsSent(input));
    const allow = FOR_DEPLOYED_STAGES.test(missing) ? `${PUSH_FIRST} Otherwise allow` : "Allow";
    return new UserError(
      `AWS denies \`${missing}\`${isShown ? `: ${text}` : "."}`,
      `${allow} \`${missing}\` in the policy of the role that deploys.`,
    );
  }
  return error;
}

/**
 * Finds the action that AWS says is missing, which is not always the call's own name: CreateFunction may need
 * `iam:PassRole`, API Gateway's calls need `apigateway:POST`. Lambda looks at a VPC as the caller, and passes EC2's words
 * on (https://github.com/Miserlou/Zappa/issues/2151). S3 answers a denied HEAD with a bare 403.
 */
function missingAction(text: string): string | undefined {
  const ofEc2 = /denied by EC2, .* permission to ([A-Za-z]+) for/.exec(text)?.[1];
  if (ofEc2 !== undefined) return `ec2:${ofEc2}`;
  return /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(text)?.[1];
}
