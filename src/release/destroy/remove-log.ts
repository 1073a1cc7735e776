import { UserError } from "../../errors.ts";
import type { Logs } from "../../ports/logs.ts";

/**
 * Removes what a function has logged, once it is gone: only the log group that Lambda itself makes for it, and none that
 * `function-configuration` names, in which others may write.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
 * @returns why it stays, if it may not be removed: that is no reason to keep a stage
 */
export async function removeLog(logs: Logs, functionName: string): Promise<UserError | undefined> {
  const group = `/aws/lambda/${functionName}`;
  try {
    await logs.remove(group);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return new UserError(`The log group \`${group}\` stays. ${error.message}`, error.fix, {
      cause: error,
    });
  }
}
