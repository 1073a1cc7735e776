import { CreateRoleCommand, GetRoleCommand, type IAMClient, type Role } from "@aws-sdk/client-iam";
import { UserError } from "../errors.ts";
import type { Waits } from "../ports/clock.ts";
import type { RoleSpec } from "../ports/roles.ts";
import { isNotFound, nameOf } from "./errors/failure.ts";
import { type Passing, patiently } from "./retry.ts";
import { tagList, tagsOf } from "./tags.ts";

/** Creates the role, and waits until IAM shows it. @throws UserError if it is somebody else's */
export async function createRole(
  iam: IAMClient,
  spec: RoleSpec,
  waits: Waits,
): Promise<Partial<Role>> {
  const RoleName = spec.name;
  const creating = new CreateRoleCommand({
    RoleName,
    AssumeRolePolicyDocument: spec.trustPolicy,
    Description: spec.description,
    Tags: tagList(spec.tags),
  });
  const isCreated = await iam.send(creating).then(
    () => true,
    (error: unknown) => {
      // Another deploy has just created it: of this app, or of another that wants the name.
      if (nameOf(error).startsWith("EntityAlreadyExists")) return false;
      throw error;
    },
  );
  const { Role: shown = {} } = await patiently(waits, hidden(RoleName), () =>
    iam.send(new GetRoleCommand({ RoleName })),
  );
  if (!isCreated) spec.assertOurs(tagsOf(shown));
  return shown;
}

/**
 * Recognizes that IAM does not show a role that exists.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export function hidden(role: string): (error: unknown) => Passing | undefined {
  return (error) => {
    if (!isNotFound(error)) return undefined;
    return {
      line: `Waiting for IAM to show the new role ${role}`,
      limit: 60_000,
      inTheEnd: (cause) =>
        new UserError(
          `The role ${role} exists, and IAM has not shown it for a minute.`,
          "Run the job again.",
          { cause },
        ),
    };
  };
}
