import { invalidParameter } from "../errors.ts";
import { type Check, object, oneOf, text } from "./constraints.ts";

const members = object({
  LogFormat: oneOf("JSON", "Text"),
  ApplicationLogLevel: oneOf("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"),
  // Another level would leave out lines of the platform, which is not implemented.
  SystemLogLevel: oneOf("INFO"),
  LogGroup: text(512, /^[.\-_/#A-Za-z0-9]+$/),
});

/**
 * https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html
 * Levels are for JSON only: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
export const checkLogging: Check = (value, member) => {
  members(value, member);
  const { LogFormat, ApplicationLogLevel, SystemLogLevel } = value as Record<string, unknown>;
  if (LogFormat === "JSON" || (ApplicationLogLevel ?? SystemLogLevel) === undefined) return;
  throw invalidParameter("ApplicationLogLevel and SystemLogLevel need LogFormat JSON");
};
