/** What Lambda sets for every function, and what the function's own variables may change. */
const LAMBDA_DEFAULTS = {
  PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
  LD_LIBRARY_PATH:
    "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
  LANG: "en_US.UTF-8",
  TZ: ":UTC",
} as const;

/** What a function knows about itself. */
export interface FunctionFacts {
  readonly functionName: string;
  readonly version: string;
  readonly memoryMb: number;
  /** `Text` if it is absent. */
  readonly logFormat?: "Text" | "JSON" | undefined;
  /** Of the application; where the format is JSON only. */
  readonly logLevel?: string | undefined;
  readonly logGroup: string;
  readonly logStream: string;
  readonly region: string;
}

/**
 * Makes a function's environment as Lambda does, without what belongs to its runtime client, and without credentials.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 * @param own the function's variables, which cannot change what Lambda reserves
 */
export function lambdaEnvironment(
  facts: FunctionFacts,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const { functionName, version, memoryMb, logGroup, logStream, region } = facts;
  return {
    ...LAMBDA_DEFAULTS,
    ...own,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_FORMAT: facts.logFormat ?? "Text",
    ...(facts.logLevel && { AWS_LAMBDA_LOG_LEVEL: facts.logLevel }),
    AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
}
