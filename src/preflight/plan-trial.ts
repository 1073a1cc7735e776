import { Env, SECRET_KEY_BASE } from "../../contract/environment.ts";
import { Header } from "../../contract/headers.ts";
import type { Manifest } from "../../contract/manifest.ts";
import { HOME_DIR } from "../../contract/root.ts";
import { serverEnvironment } from "../../contract/server-environment.ts";
import { mountPaths } from "../inputs/mount-paths.ts";
import type { TrialPlan } from "../ports/trial.ts";
import { exampleAddress } from "../release/place/example-address.ts";

/** Milliseconds: the proxy gives an app two minutes; without a network it waits for nobody. */
const BOOT_LIMIT = 90_000;
const REQUEST_LIMIT = 30_000;

export interface TrialInput {
  readonly manifest: Manifest;
  readonly app: string;
  readonly stage: string;
  /** Empty where it is not known. */
  readonly region: string;
  /** The stage's, with placeholders. */
  readonly environment: Readonly<Record<string, string>>;
  readonly functionConfiguration: Readonly<Record<string, unknown>>;
  /** Whether the health-check path is asked for. */
  readonly asks: boolean;
  /** Hex, for what is secret in this one start. */
  readonly random: string;
}

/** The start that the proxy makes in Lambda, as far as it can be made here. */
export function planTrial(from: TrialInput): TrialPlan {
  const { manifest, environment, random } = from;
  const { server, healthCheckPath } = manifest;
  const region = from.region || "us-east-1";
  const { host, prefix } = exampleAddress(from);
  const functionEnvironment = {
    // Lambda's own: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    TZ: ":UTC",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: `${from.app}-${from.stage}`,
    // No role, so no session: a client that looks for one is not kept waiting.
    AWS_EC2_METADATA_DISABLED: "true",
    [SECRET_KEY_BASE]: random.repeat(2),
    ...environment,
    [Env.app]: from.app,
    [Env.stage]: from.stage,
    [Env.preflight]: "1",
  };
  return {
    argv: server.argv,
    cwd: server.cwd,
    env: serverEnvironment(functionEnvironment, server, HOME_DIR, random),
    mounts: mountPaths(from.functionConfiguration),
    bootLimit: BOOT_LIMIT,
    request: from.asks
      ? {
          path: healthCheckPath,
          headers: {
            host,
            accept: "*/*",
            "user-agent": "megamode-preflight",
            "x-forwarded-for": "127.0.0.1",
            "x-forwarded-proto": "https",
            "x-forwarded-port": "443",
            "x-forwarded-host": host,
            [Header.requestId]: "00000000-0000-0000-0000-000000000000",
            [Header.prefix]: prefix,
            [Header.secret]: random,
          },
          limit: REQUEST_LIMIT,
        }
      : undefined,
  };
}
