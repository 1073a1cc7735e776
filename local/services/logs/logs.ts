import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../../http/body.ts";
import { rejectUnknownFields } from "../../http/fields.ts";
import { targetOf } from "../../http/target.ts";
import { AwsError, type Service } from "../../service.ts";
import { logName } from "../../state/function-logs.ts";

export const LOGS_OPERATION = "DeleteLogGroup";

/**
 * Creates the part of CloudWatch Logs that removes what functions have logged.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html
 * @param folder the functions' logs
 */
export function createLogs(folder: string): Service {
  return {
    name: "logs",
    protocol: "json",
    async handle(request) {
      const operation = targetOf("logs", request.headers);
      if (operation !== LOGS_OPERATION) {
        const message = `The embedded CloudWatch Logs does not implement ${operation}`;
        throw new AwsError(501, "NotImplemented", message);
      }
      const input = await readJson(request);
      rejectUnknownFields(input, ["logGroupName"], "InvalidParameterException");
      const name = logName(checkGroup(input.logGroupName));
      if (!existsSync(join(folder, `${name}.log`))) {
        const message = "The specified log group does not exist.";
        throw new AwsError(400, "ResourceNotFoundException", message);
      }
      for (const path of [`${name}.log`, name]) {
        rmSync(join(folder, path), { recursive: true, force: true });
      }
      return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" } };
    },
  };
}

function checkGroup(value: unknown): string {
  if (typeof value === "string" && /^[.\-_/#A-Za-z0-9]{1,512}$/.test(value)) return value;
  throw new AwsError(
    400,
    "InvalidParameterException",
    `1 validation error detected: Value '${value}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
  );
}
