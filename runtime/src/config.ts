import { Env } from "../../contract/environment.ts";
import { maintenanceText } from "../../contract/maintenance.ts";
import type { PublicUrl } from "../../contract/public-url.ts";
import type { Reference } from "../../contract/reference.ts";
import { urlSuffix } from "../../contract/url-suffix.ts";
import {
  assertLogLevel,
  assertNoReferences,
  authorizationSource,
  flag,
  metricsNamespace,
  publicUrl,
  requestTimeoutMs,
  staticPaths,
} from "./settings.ts";

/** Where the archives are, and the credentials to read them with. */
export interface S3Location {
  readonly bucket: string;
  readonly region: string;
  /** A server other than AWS's (`AWS_ENDPOINT_URL_S3`), which is asked in path style. */
  readonly endpoint?: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Config {
  /** The folder that holds the function zip's contents. */
  readonly taskRoot: string;
  readonly s3: S3Location;
  /** Base URL of Lambda's API. */
  readonly lambdaUrl: string;
  /** Base URLs of Systems Manager and of Secrets Manager. */
  readonly referenceUrls: ReferenceUrls;
  /** Milliseconds that one HTTP request may take, including a cold start. */
  readonly requestTimeoutMs: number;
  /** The stage's URL behind a CDN, if it has one. */
  readonly publicUrl: PublicUrl | undefined;
  /** Whether each line of the log is a JSON object (`LoggingConfig.LogFormat`). */
  readonly logsJson: boolean;
  /** Whether each request's event is logged. */
  readonly logEvents: boolean;
  /** Namespace of the metric for cold starts, if there is to be one. */
  readonly metrics: string | undefined;
  /** A header, in lower case, whose value the app sees as `Authorization`. */
  readonly authorizationSource: string | undefined;
  /** What visitors read while the stage is in maintenance; undefined: it is not. */
  readonly maintenance: string | undefined;
  /** Paths of files that the proxy serves itself, without a slash at their ends. */
  readonly staticPaths: readonly string[];
  /** The function's environment, unchanged. */
  readonly environment: Readonly<Record<string, string>>;
}

export type ReferenceUrls = Readonly<Record<Reference["service"], string>>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the function's environment. The endpoint variables mean the same as to the SDKs:
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 * @throws Error that names a missing or wrong variable
 */
export function readConfig(env: Environment = process.env): Config {
  assertNoReferences(env);
  assertLogLevel(env[Env.logLevel]);
  const endpoint = configuredEndpoint(env, "S3");
  const region = env.AWS_REGION ?? required(env, "AWS_DEFAULT_REGION");
  const sessionToken = env.AWS_SESSION_TOKEN;
  return {
    taskRoot: env.LAMBDA_TASK_ROOT ?? "/var/task",
    s3: {
      bucket: required(env, Env.bucket),
      region,
      ...(endpoint ? { endpoint } : {}),
      accessKeyId: required(env, "AWS_ACCESS_KEY_ID"),
      secretAccessKey: required(env, "AWS_SECRET_ACCESS_KEY"),
      ...(sessionToken ? { sessionToken } : {}),
    },
    lambdaUrl: serviceUrl(env, "LAMBDA", region),
    referenceUrls: {
      ssm: serviceUrl(env, "SSM", region),
      secretsmanager: serviceUrl(env, "SECRETS_MANAGER", region),
    },
    requestTimeoutMs: requestTimeoutMs(env[Env.requestTimeout]),
    publicUrl: publicUrl(env[Env.publicUrl]),
    logsJson: env.AWS_LAMBDA_LOG_FORMAT === "JSON",
    logEvents: flag(Env.logEvents, env[Env.logEvents]),
    metrics: metricsNamespace(env[Env.metrics]),
    authorizationSource: authorizationSource(env[Env.authorizationSource]),
    maintenance: maintenanceText(env),
    staticPaths: staticPaths(env[Env.staticPaths] ?? ""),
    environment: Object.fromEntries(
      Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}

/** Returns the trace of the current invocation. The runtime client sets the variable for each one. */
export function currentTraceId(env: Environment = process.env): string | undefined {
  return env._X_AMZN_TRACE_ID || undefined;
}

/** @param service as the SDKs' variables name it; without `_`, it is the first part of the host's name */
function serviceUrl(env: Environment, service: string, region: string): string {
  const host = service.toLowerCase().replace("_", "");
  return configuredEndpoint(env, service) ?? `https://${host}.${region}.${urlSuffix(region)}`;
}

function configuredEndpoint(env: Environment, service: string): string | undefined {
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === "true") return undefined;
  return env[`AWS_ENDPOINT_URL_${service}`] || env.AWS_ENDPOINT_URL || undefined;
}

function required(env: Environment, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set in the function's environment`);
  return value;
}
