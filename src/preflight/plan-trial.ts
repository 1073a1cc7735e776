import { Env, SECRET_KEY_BASE } from "../../contract/environment.ts";
import { Header } from "../../contract/headers.ts";
import { lambdaEnvironment } from "../../contract/lambda-environment.ts";
import type { Manifest } from "../../contract/manifest.ts";
import { HOME_DIR } from "../../contract/root.ts";
import { serverEnvironment } from "../../contract/server-environment.ts";
import { loadingEverything } from "../app/server/eager-load.ts";
import { onSocket } from "../app/server/relay.ts";
import { bundleDigest } from "../bundle/manifest.ts";
import { mountPaths } from "../inputs/mount-paths.ts";
import type { TrialPlan } from "../ports/trial.ts";
import { exampleAddress } from "../release/place/example-address.ts";

/** Milliseconds. The proxy gives an app two minutes; here it has no network to wait for. */
const BOOT_LIMIT = 90_000;
const REQUEST_LIMIT = 30_000;

export interface TrialInput {
  readonly manifest: Manifest;
  readonly app: string;
  readonly stage: string;
  /** Empty if unknown. */
  readonly region: string;
  /** The stage's variables, with placeholders. */
  readonly environment: Readonly<Record<string, string>>;
  /** MB that the function will have. */
  readonly memory: number;
  readonly functionConfiguration: Readonly<Record<string, unknown>>;
  /** Names of the variables that seal the app's sessions. */
  readonly sessionSecrets: readonly string[];
  /** Whether to request the health-check path. */
  readonly asks: boolean;
  /** The path of a file to request after that, if there is one. */
  readonly file: string | undefined;
  /** Hex digits for the secrets of this one start. */
  readonly random: string;
}

/** Plans a start like the one that the proxy makes in Lambda, as far as the runner allows. */
export function planTrial(from: TrialInput): TrialPlan {
  const { manifest, environment, random } = from;
  const { server, healthCheck } = manifest;
  const region = from.region || "us-east-1";
  const { host, prefix } = exampleAddress(
    { region, stage: from.stage },
    environment[Env.publicUrl],
  );
  const functionName = `${from.app}-${from.stage}`;
  const facts = {
    ...{ functionName, region, memoryMb: from.memory },
    // There is none yet: examples.
    ...{ version: "1", logGroup: `/aws/lambda/${functionName}`, logStream: "preflight" },
  };
  const functionEnvironment = lambdaEnvironment(facts, {
    // There is no role here: without this, AWS clients would wait for one.
    AWS_EC2_METADATA_DISABLED: "true",
    // Not the stage's: what is tried here could write it down.
    ...Object.fromEntries(
      [SECRET_KEY_BASE, ...from.sessionSecrets].map((name) => [name, random.repeat(2)]),
    ),
    ...environment,
    ...loadingEverything(server),
    [Env.app]: from.app,
    [Env.stage]: from.stage,
    [Env.release]: bundleDigest(manifest),
    [Env.preflight]: "1",
  });
  return {
    argv: onSocket(server),
    cwd: server.cwd,
    env: serverEnvironment(functionEnvironment, server, HOME_DIR, random),
    mounts: mountPaths(from.functionConfiguration),
    bootLimit: BOOT_LIMIT,
    request: from.asks
      ? {
          path: healthCheck.path,
          headers: {
            host,
            accept: "*/*",
            "user-agent": "megamode-preflight",
            "x-forwarded-for": "127.0.0.1",
            "x-forwarded-proto": "https",
            "x-forwarded-port": /:(\d+)$/.exec(host)?.[1] ?? "443",
            "x-forwarded-host": host,
            [Header.requestId]: "00000000-0000-0000-0000-000000000000",
            [Header.prefix]: prefix,
            [Header.secret]: random,
          },
          limit: REQUEST_LIMIT,
          file: from.file,
        }
      : undefined,
  };
}
