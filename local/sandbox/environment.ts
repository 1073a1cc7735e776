import { lambdaEnvironment } from "../../contract/lambda-environment.ts";
import type { Runnable } from "./runnable.ts";

/** The paths of the function and of the runtime client, seen from inside. */
export interface Places {
  readonly task: string;
  readonly runtime: string;
}

/** What a sandbox knows of its surroundings. */
export interface Surroundings {
  readonly region: string;
  /** The embedded AWS's URL: the only addition to Lambda's environment. */
  readonly endpoint: string;
  readonly runtimeApi: string;
  readonly logStream: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
}

/** Makes a sandbox's environment. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export function sandboxEnvironment(
  runnable: Runnable,
  places: Places,
  surroundings: Surroundings,
): Record<string, string> {
  const { region, credentials } = surroundings;
  return {
    ...lambdaEnvironment(
      { ...runnable, region, logStream: surroundings.logStream },
      { AWS_ENDPOINT_URL: surroundings.endpoint, ...runnable.environment },
    ),
    LAMBDA_TASK_ROOT: places.task,
    LAMBDA_RUNTIME_DIR: places.runtime,
    AWS_LAMBDA_RUNTIME_API: surroundings.runtimeApi,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    _HANDLER: runnable.handler,
  };
}

/** Sizes V8's heap by the function's memory, as Lambda's bootstrap does, unless NODE_OPTIONS sets one of the two sizes. */
export function nodeFlags(memoryMb: number, nodeOptions = ""): string[] {
  if (/--max[-_](semi[-_]space|old[-_]space)[-_]size/.test(nodeOptions)) return [];
  return [
    `--max-semi-space-size=${Math.max(1, Math.floor((memoryMb * 5) / 100))}`,
    `--max-old-space-size=${Math.floor((memoryMb * 90) / 100)}`,
  ];
}
