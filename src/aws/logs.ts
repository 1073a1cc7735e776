import { type CloudWatchLogsClient, DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { UserError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Logs } from "../ports/logs.ts";
import { isNotFound, nameOf } from "./errors/failure.ts";
import { retrying } from "./retry.ts";

/** Logs in CloudWatch. */
export function createLogs(logs: Pick<CloudWatchLogsClient, "send">, clock: Clock): Logs {
  return {
    async remove(group) {
      try {
        await retrying(clock, isBusy, () =>
          logs.send(new DeleteLogGroupCommand({ logGroupName: group })),
        );
      } catch (error) {
        if (isNotFound(error)) return;
        throw nameOf(error) === "ValidationException" ? kept(error as Error) : error;
      }
    },
  };
}

/** Somebody else is just changing the group. */
function isBusy(error: unknown): boolean {
  return nameOf(error) === "OperationAbortedException";
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html */
function kept(error: Error): UserError {
  return new UserError(
    `CloudWatch does not delete it: ${error.message}`,
    "If it is protected from deletion, it stays until somebody ends that.",
    { cause: error },
  );
}
