import type { Inputs } from "../../inputs/inputs.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html */
interface LoggingConfig {
  readonly LogFormat?: string;
  readonly LogGroup?: string;
  readonly ApplicationLogLevel?: string;
  readonly SystemLogLevel?: string;
}

/**
 * Returns the log's configuration, if it needs one. Text is what Lambda has anyway: nothing is said then, so that a log
 * group that somebody set by hand stays.
 * @param present the function's own, of each copy of it
 */
export function loggingConfig(
  { logFormat, functionConfiguration }: Pick<Inputs, "logFormat" | "functionConfiguration">,
  present: readonly unknown[] = [],
): { readonly LoggingConfig?: LoggingConfig } {
  const asked = (functionConfiguration.LoggingConfig ?? {}) as LoggingConfig;
  const found = present.map((one) => (one ?? {}) as LoggingConfig);
  const LogFormat = asked.LogFormat ?? (logFormat === "json" ? "JSON" : "Text");
  const isJson = [{ LogFormat }, ...found].some((one) => one.LogFormat === "JSON");
  if (!isJson) return {};
  const { LogFormat: before, LogGroup, ...levels } = found[0] ?? {};
  return {
    LoggingConfig: {
      ...(LogGroup !== undefined && { LogGroup }),
      // Which lines there are is the app's to decide: Lambda would drop those below INFO. Levels that the function has
      // already, which are for JSON only, are whoever's who set them.
      ...(LogFormat === "JSON" && {
        ApplicationLogLevel: "TRACE",
        ...(before === "JSON" && levels),
      }),
      ...asked,
      LogFormat,
    },
  };
}
