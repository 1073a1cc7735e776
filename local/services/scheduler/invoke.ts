import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { AwsError, type Service } from "../../service.ts";
import type { Sessions } from "../iam/sessions.ts";
import type { Target } from "./model.ts";

/**
 * Creates the invoker of schedules' functions. It invokes with the permissions that the schedule's role has now.
 * @param lambda Lambda's own API, because these invocations are like any other
 */
export function createTargetInvoker(
  lambda: Service,
  sessions: Sessions,
): (target: Target, schedule: string) => Promise<void> {
  return async ({ Arn, RoleArn, Input }, schedule) => {
    const principal = sessions.principalFor(RoleArn, "scheduler.amazonaws.com", schedule);
    const action = "lambda:InvokeFunction";
    if (principal === undefined) {
      throw new AwsError(403, "AccessDeniedException", `${RoleArn} cannot be assumed`);
    }
    if (!sessions.permits(principal, action, Arn)) {
      throw new AwsError(
        403,
        "AccessDeniedException",
        `${principal.arn} is not authorized to perform: ${action} on resource: ${Arn}`,
      );
    }
    const answer = await lambda.handle({
      id: randomUUID(),
      method: "POST",
      rawPath: `/2015-03-31/functions/${encodeURIComponent(Arn)}/invocations`,
      query: new URLSearchParams(),
      headers: {},
      body: Readable.from([Buffer.from(Input ?? "{}")]),
      principal,
    });
    if (answer.headers?.["x-amz-function-error"] === undefined) return;
    throw new Error(`the function failed: ${String(answer.body)}`);
  };
}
