import { invalidValue } from "../errors.ts";
import { ARCHITECTURES, type Settings } from "../model.ts";
import { type Check, flag, list, lowerFirst, object, oneOf, text, whole } from "./constraints.ts";
import { checkEnvironment } from "./environment.ts";
import { checkFileSystems } from "./file-systems.ts";
import { checkLogging } from "./logging.ts";

/** The members that CreateFunction and UpdateFunctionConfiguration share. */
export const SETTING_FIELDS = [
  "Runtime",
  "Role",
  "Handler",
  "Description",
  "Timeout",
  "MemorySize",
  "EphemeralStorage",
  "Environment",
  "VpcConfig",
  "FileSystemConfigs",
  "Layers",
  "DeadLetterConfig",
  "SnapStart",
  "TracingConfig",
  "LoggingConfig",
  "KMSKeyArn",
] as const;

type Input = Readonly<Record<string, unknown>>;

/** What AWS documents. https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const DEFAULTS = {
  Description: "",
  Timeout: 3,
  MemorySize: 128,
  EphemeralStorage: { Size: 512 },
  TracingConfig: { Mode: "PassThrough" },
  Architectures: ["x86_64"],
};

/** Checks a new function's settings. */
export function parseNewSettings(input: Input): Settings {
  for (const required of ["Runtime", "Role", "Handler"]) {
    if (input[required] === undefined) {
      throw invalidValue("null", lowerFirst(required), "Member must not be null");
    }
  }
  return mergeSettings(DEFAULTS, input);
}

/** Checks a change of settings and applies it. What the change does not name stays. */
export function mergeSettings(present: Input, input: Input): Settings {
  const merged: Record<string, unknown> = { ...present };
  for (const name of SETTING_FIELDS) {
    if (input[name] === undefined) continue;
    CHECKS[name](input[name], lowerFirst(name));
    merged[name] = input[name];
  }
  const settings = merged as unknown as Settings;
  checkFileSystems(settings);
  return settings;
}

/** Reads the architecture that a request names. It is no setting: UpdateFunctionCode changes it, with the code. */
export function architecturesIn(value: unknown): Partial<Pick<Settings, "Architectures">> {
  if (value === undefined) return {};
  list(oneOf(...ARCHITECTURES), 1)(value, "architectures");
  const Architectures = value as readonly string[];
  if (Architectures.length === 1) return { Architectures };
  throw invalidValue(value, "architectures", "Member must have length greater than or equal to 1");
}

const CHECKS: Readonly<Record<(typeof SETTING_FIELDS)[number], Check>> = {
  Runtime: oneOf("nodejs24.x"),
  Role: text(2048, /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/),
  Handler: text(128, /^[^\s]+$/),
  Description: text(256),
  Timeout: whole(1, 900),
  MemorySize: whole(128, 10240),
  EphemeralStorage: object({ Size: whole(512, 10240) }),
  Environment: object({ Variables: checkEnvironment }),
  VpcConfig: object({
    SubnetIds: list(text(1024, /^subnet-[0-9a-z]*$/), 16),
    SecurityGroupIds: list(text(1024, /^sg-[0-9a-zA-Z]*$/), 5),
    Ipv6AllowedForDualStack: flag,
  }),
  FileSystemConfigs: list(
    object({
      Arn: text(
        200,
        /^arn:aws[a-z-]*:elasticfilesystem:[a-z]{2,4}(?:-[a-z]+)+-\d:\d{12}:access-point\/fsap-[a-f0-9]{17}$/,
      ),
      LocalMountPath: text(160, /^\/mnt\/[a-zA-Z0-9-_.]+$/),
    }),
    1,
  ),
  // Layers are named and given back; nothing of them is in a sandbox.
  Layers: list(
    text(140, /^arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+:\d+$/),
    5,
  ),
  DeadLetterConfig: object({ TargetArn: text(2048, /^(arn:aws[a-zA-Z-]*:[a-z0-9-.]+:.*)?$/) }),
  // https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html: Node.js is not among the runtimes.
  SnapStart: object({ ApplyOn: oneOf("None") }),
  TracingConfig: object({ Mode: oneOf("Active", "PassThrough") }),
  LoggingConfig: checkLogging,
  KMSKeyArn: text(2048),
};
