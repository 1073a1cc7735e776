import { jsonObject } from "./value.ts";

/**
 * Settings that a user may add. All are parameters of UpdateFunctionConfiguration, and Lambda gives all of them back: so the
 * next deploy can change them, and sees whether it has to.
 * https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
 */
export const SETTINGS = [
  "CapacityProviderConfig",
  "DeadLetterConfig",
  "Description",
  "DurableConfig",
  "EphemeralStorage",
  "FileSystemConfigs",
  "Handler",
  "KMSKeyArn",
  "Layers",
  "LoggingConfig",
  "MemorySize",
  "Runtime",
  "SnapStart",
  "Timeout",
  "TracingConfig",
  "VpcConfig",
] as const;

/** Why a member is none of them. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["Architectures", "it follows from the machine that builds: choose another `runs-on`."],
  ["Environment", "give the input `environment`."],
  ["Role", "give the input `execution-role`."],
]);

/** Parses settings of a function, under the names that Lambda's API gives them. */
export function functionConfiguration(text: string): Readonly<Record<string, unknown>> {
  const value = jsonObject(text);
  const unknown = Object.keys(value).find((name) => !SETTINGS.some((known) => known === name));
  if (unknown === undefined) return value;
  const instead = INSTEAD.get(unknown) ?? `it must be one of ${SETTINGS.join(", ")}.`;
  throw new Error(`\`${unknown}\` cannot be set here; ${instead}`);
}
