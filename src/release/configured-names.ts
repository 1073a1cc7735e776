import { UserError } from "../errors.ts";

type Configuration = Readonly<Record<string, unknown>>;

/**
 * Returns the log group that `function-configuration` names instead of the function's own.
 * @throws UserError if it is no name of a log group
 */
export function logGroupOf({ LoggingConfig }: Configuration): string | undefined {
  const { LogGroup } = (LoggingConfig ?? {}) as { LogGroup?: unknown };
  if (LogGroup === undefined) return undefined;
  // https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html
  if (typeof LogGroup === "string" && /^[\w./#-]{1,512}$/.test(LogGroup)) return LogGroup;
  throw wrongConfiguration("LoggingConfig.LogGroup", "the name of a log group");
}

/**
 * Returns the ARNs of the EFS access points that `function-configuration` mounts.
 * @throws UserError if one is no such ARN
 */
export function accessPointsOf({ FileSystemConfigs }: Configuration): readonly string[] {
  if (!Array.isArray(FileSystemConfigs)) return [];
  return FileSystemConfigs.map((config: { Arn?: unknown } | null) => {
    const arn = config?.Arn;
    const form = /^arn:[\w-]+:elasticfilesystem:[\w-]+:\d{12}:access-point\/fsap-[0-9a-f]+$/;
    if (typeof arn === "string" && form.test(arn)) return arn;
    throw wrongConfiguration("FileSystemConfigs", "the ARN of an EFS access point as each `Arn`");
  });
}

/** A role's policy must name exactly what is meant: a `*` would match more. */
function wrongConfiguration(member: string, wanted: string): UserError {
  return new UserError(
    `An input is wrong. \`function-configuration\`: \`${member}\` must be ${wanted}.`,
    "Correct the step's `with:`, or give a role of your own (`execution-role`).",
  );
}
