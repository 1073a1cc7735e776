import { Env, SECRET_KEY_BASE } from "../../../contract/environment.ts";
import { HANDLER } from "../../../contract/manifest.ts";
import type { Inputs } from "../../inputs/inputs.ts";
import type { FunctionSettings } from "../../ports/functions.ts";
import { loggingConfig } from "./logging-config.ts";
import { tmpSize } from "./tmp-size.ts";

/** Seconds: Lambda's maximum, so that migrations and `run` have time. A request has a limit of its own. */
const FUNCTION_TIMEOUT = 900;

/** MB of heap for the proxy. Without a limit V8 would take nearly all of the function's memory. */
const PROXY_HEAP = 128;

export interface SettingsInput {
  readonly inputs: Inputs;
  readonly role: string;
  readonly bucket: string;
  readonly bundleDigest: string;
  /** Sum of the unpacked archives, in bytes. */
  readonly unpackedBytes: number;
  /** `LoggingConfig` of the working copy and of the live version, as far as they exist. */
  readonly presentLogging?: readonly unknown[];
  /** Variables that the function has now. */
  readonly present: Readonly<Record<string, string>>;
  /** Names that an earlier release set from its inputs. */
  readonly formerlySet: readonly string[];
  /** Names of the variables that seal the app's sessions. */
  readonly sessionSecrets: readonly string[];
  readonly generateSecret: () => string;
}

/** Returns the settings that the function needs. */
export function functionSettings(from: SettingsInput): FunctionSettings {
  const { inputs } = from;
  return {
    Handler: HANDLER,
    Runtime: "nodejs24.x",
    MemorySize: inputs.memory,
    Timeout: FUNCTION_TIMEOUT,
    EphemeralStorage: { Size: tmpSize(from.unpackedBytes, inputs.tmpSize) },
    ...inputs.functionConfiguration,
    ...loggingConfig(inputs, from.presentLogging),
    Role: from.role,
    Environment: { Variables: variables(from) },
  };
}

/**
 * Returns the variables that the function needs: ours, the user's, and those that somebody set by hand. Those
 * that an earlier `environment` set and this one does not are gone.
 */
export function variables(
  from: Omit<SettingsInput, "role" | "unpackedBytes">,
): Readonly<Record<string, string>> {
  const { inputs, present, formerlySet, sessionSecrets, generateSecret } = from;
  const kept = [SECRET_KEY_BASE, ...sessionSecrets].map((name) => [
    name,
    present[name] || inputs.environment[name] || generateSecret(),
  ]);
  const setByHand = Object.fromEntries(
    Object.entries(present).filter(([name]) => !formerlySet.includes(name)),
  );
  return {
    ...Object.fromEntries(kept),
    NODE_OPTIONS: `--max-old-space-size=${PROXY_HEAP}`,
    ...setByHand,
    ...inputs.environment,
    [Env.app]: inputs.app,
    [Env.stage]: inputs.stage,
    [Env.release]: from.bundleDigest,
    [Env.bucket]: from.bucket,
    [Env.requestTimeout]: String(inputs.requestTimeout),
  };
}
