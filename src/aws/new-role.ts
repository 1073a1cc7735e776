import { UserError } from "../errors.ts";
import { nameOf } from "./errors/failure.ts";
import type { Passing } from "./retry.ts";

/** The services to which a role is given. */
type Service = "Lambda" | "EventBridge Scheduler";

/**
 * How a service refuses a role that it does not know yet, or whose policies it does not see yet. It says the same of a
 * role that is wrong.
 */
const REFUSALS: readonly { readonly code: string; readonly text: RegExp }[] = [
  // https://github.com/hashicorp/terraform-provider-aws/issues/14285
  { code: "InvalidParameterValueException", text: /cannot be assumed by Lambda/ },
  // Of KMS's refusals only this one passes. https://github.com/hashicorp/terraform-provider-aws/issues/4633
  {
    code: "InvalidParameterValueException",
    text: /KMS key is invalid for CreateGrant.*does not refer to a valid principal/s,
  },
  // https://github.com/hashicorp/terraform-provider-aws/issues/8248
  {
    code: "InvalidParameterValueException",
    text: /execution role does not have permissions to call/,
  },
  // Lambda took the role, and found later that it may not join the VPC.
  // https://github.com/hashicorp/terraform-provider-aws/issues/29828
  { code: "NotReady", text: /InsufficientRolePermissions/ },
  // https://stackoverflow.com/questions/76091158
  { code: "ValidationException", text: /must allow AWS EventBridge Scheduler to assume the role/ },
];

/**
 * Milliseconds to wait for a role that we made: whether it is right, we know. It can take longer than this.
 * https://github.com/hashicorp/terraform-provider-aws/issues/44517
 */
const OURS = 5 * 60_000;
/** For a role that the user made it is likelier that the role is wrong; but an earlier step may have just made it. */
const THEIRS = 90_000;

const FIXES = {
  ours: "Run the job again: a new role sometimes takes longer. If it is refused again, see whether somebody has changed the role, or whether a permissions boundary or a policy of the organization denies what the message names.",
  theirs:
    "Correct the role that `execution-role` names: its trust policy has to let `lambda.amazonaws.com` assume it, and its policies have to allow what the message names. Or leave `execution-role` out: a deploy then makes the role.",
};

/**
 * Returns a function that recognizes a service's refusal of a role.
 * @param whose whether we made the role, or the user
 */
export function refusalOf(
  service: Service,
  role: string,
  whose: "ours" | "theirs",
): (error: unknown) => Passing | undefined {
  return (error) => {
    if (!(error instanceof Error)) return undefined;
    const { message } = error;
    const isRefusal = REFUSALS.some(
      ({ code, text }) => nameOf(error) === code && text.test(message),
    );
    if (!isRefusal) return undefined;
    const limit = whose === "ours" ? OURS : THEIRS;
    const minutes = limit / 60_000;
    return {
      line: `Waiting up to ${minutes} minutes for ${service} to accept the role ${role}, as it must if the role or a policy of it is new. So far: ${message}`,
      limit,
      inTheEnd: (cause) =>
        new UserError(
          `${service} has refused the role ${role} for ${minutes} minutes: ${message}`,
          FIXES[whose],
          { cause },
        ),
    };
  };
}
