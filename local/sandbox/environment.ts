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
    PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    LD_LIBRARY_PATH:
      "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    AWS_ENDPOINT_URL: surroundings.endpoint,
    ...runnable.environment,
    LAMBDA_TASK_ROOT: places.task,
    LAMBDA_RUNTIME_DIR: places.runtime,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: runnable.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: runnable.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(runnable.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_FORMAT: "Text",
    AWS_LAMBDA_LOG_GROUP_NAME: runnable.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: surroundings.logStream,
    AWS_LAMBDA_RUNTIME_API: surroundings.runtimeApi,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
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
