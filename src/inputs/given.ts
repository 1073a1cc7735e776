import { basename, resolve } from "node:path";
import type { Environment } from "./environment.ts";
import { type GivenValues, givenValues } from "./given-values.ts";
import {
  type CommonInputs,
  EAGER_LOAD_MODES,
  INJECT_MODES,
  INPUT_NAMES,
  type InputName,
  LOG_FORMATS,
  LOG_LEVELS,
  type LogLevel,
  PREFLIGHT_MODES,
  RESPONSE_MODES,
} from "./inputs.ts";
import { buildVariables } from "./parse/build-variables.ts";
import { publicUrl, trustedProxyHeaders } from "./parse/cdn.ts";
import { functionConfiguration } from "./parse/function-configuration.ts";
import { absolutePaths, executables, libraries, lines } from "./parse/list.ts";
import { name, names, sanitised } from "./parse/name.ts";
import { type Rate, rate } from "./parse/rate.ts";
import { stages } from "./parse/stages.ts";
import { between, flag, oneOf, roleArn, serverCommand, urlPath } from "./parse/value.ts";
import type { GivenVariable } from "./parse/variable-lines.ts";
import { variables } from "./parse/variables.ts";
import { railsEnv } from "./rails-env.ts";
import { COMMANDS, type TaskInputs } from "./task.ts";
import { unknownInputs } from "./unknown-inputs.ts";

/** What the step's `with:` says, whatever the event is. */
export interface Given extends TaskInputs {
  readonly common: CommonInputs;
  /** Empty if neither the input nor the environment names one. */
  readonly region: string;
  readonly environment: GivenValues;
  readonly previewEnvironment: GivenValues;
  readonly railsEnv: string | undefined;
  readonly buildVariables: readonly GivenVariable[];
  readonly prewarmRate: Rate | undefined;
  readonly logLevel: LogLevel | undefined;
  readonly logEvents: boolean;
  readonly publicUrl: string | undefined;
  readonly trustedProxyHeaders: string | undefined;
  readonly releaseCommand: string | undefined;
  readonly previewReleaseCommand: string | undefined;
  readonly previewSharesData: boolean;
  /** The keys that the job signs AWS calls with: a command that runs here may print them. */
  readonly credentials: readonly string[];
}

/** Reads and parses every input. @returns what was given, and one line for each problem */
export function readGiven(
  env: Environment,
  cwd: string,
): { readonly given: Given; readonly problems: readonly string[] } {
  const problems: string[] = [...unknownInputs(env, INPUT_NAMES)];
  const text = (input: InputName) => env[`INPUT_${input.toUpperCase()}`]?.trim() || undefined;
  function read<T>(input: InputName, parser: (text: string) => T, fallback: T): T {
    const value = text(input);
    if (value === undefined) return fallback;
    try {
      return parser(value);
    } catch (error) {
      problems.push(`\`${input}\`: ${(error as Error).message}`);
      return fallback;
    }
  }

  const workingDirectory = resolve(cwd, text("working-directory") ?? ".");
  const repository = env.GITHUB_REPOSITORY?.split("/").at(-1) ?? basename(workingDirectory);
  const common: CommonInputs = {
    workingDirectory,
    app: read("app", name, sanitised(repository)),
    buildCommand: text("build-command"),
    previewDestroyCommand: text("preview-destroy-command"),
    healthCheckPath: read("health-check-path", urlPath, undefined),
    serverCommand: read("server-command", serverCommand, undefined),
    allowEphemeralData: read("allow-ephemeral-data", flag, false),
    inject: read("inject", oneOf(INJECT_MODES), "on"),
    preflight: read("preflight", oneOf(PREFLIGHT_MODES), "request"),
    eagerLoad: read("eager-load", oneOf(EAGER_LOAD_MODES), "auto"),
    include: read("include", lines, []),
    exclude: read("exclude", lines, []),
    libraries: read("libraries", libraries, []),
    executables: read("executables", executables, []),
    files: read("files", absolutePaths, []),
    cache: read("cache", flag, true),
    keepGemFiles: read("keep-gem-files", lines, []),
    memory: read("memory", between(128, 10240, "MB"), 1769),
    requestTimeout: read("request-timeout", between(1, 900, "seconds"), 28),
    responseMode: read("response-mode", oneOf(RESPONSE_MODES), "buffer"),
    tmpSize: read("tmp-size", between(512, 10240, "MB"), undefined),
    bucket: text("bucket"),
    executionRole: read("execution-role", roleArn, undefined),
    logFormat: read("log-format", oneOf(LOG_FORMATS), "text"),
    functionConfiguration: read("function-configuration", functionConfiguration, {}),
    prewarmConcurrency: read("prewarm-concurrency", between(1, 100, "sandboxes"), 2),
    githubToken: text("github-token"),
    masterKey: env.RAILS_MASTER_KEY?.trim() || undefined,
  };
  const sharesData = read<boolean | undefined>("preview-shares-data", flag, undefined);
  const olderSharesData = read<boolean | undefined>("preview-shares-database", flag, undefined);
  const disagree = sharesData !== undefined && olderSharesData === !sharesData;
  if (disagree) {
    problems.push(
      "`preview-shares-database`: it is an older name of `preview-shares-data`, and the two contradict each other. Give only `preview-shares-data`.",
    );
  }
  const given: Given = {
    common,
    command: read("command", oneOf(COMMANDS), "auto"),
    stage: read("stage", name, undefined),
    stages: read("stages", stages, undefined),
    protectedStages: read("protected-stages", names, ["production"]),
    region: text("region") ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || ""),
    environment: givenValues(read("environment", variables, []), env),
    previewEnvironment: givenValues(read("preview-environment", variables, []), env),
    railsEnv: read<string | undefined>("rails-env", railsEnv, undefined),
    buildVariables: read("build-environment", buildVariables, []),
    prewarmRate: read<Rate | undefined>("prewarm-rate", rate, undefined),
    logLevel: read<LogLevel | undefined>("log-level", oneOf(LOG_LEVELS), undefined),
    logEvents: read("log-events", flag, false),
    publicUrl: read<string | undefined>("public-url", publicUrl, undefined),
    trustedProxyHeaders: read<string | undefined>(
      "trusted-proxy-headers",
      trustedProxyHeaders,
      undefined,
    ),
    releaseCommand: text("release-command"),
    previewReleaseCommand: text("preview-release-command"),
    previewSharesData: !disagree && (sharesData ?? olderSharesData ?? false),
    credentials: [env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN].flatMap((key) => key || []),
  };
  return { given, problems };
}
