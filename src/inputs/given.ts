import { basename, resolve } from "node:path";
import { command } from "./command.ts";
import type { Environment } from "./environment.ts";
import {
  type CommonInputs,
  INJECT_MODES,
  INPUT_NAMES,
  type InputName,
  LOG_LEVELS,
  type LogLevel,
} from "./inputs.ts";
import { type Rate, rate } from "./parse/rate.ts";
import { flag, stageNames, stages } from "./parse/stages.ts";
import * as parse from "./parse.ts";
import { PREFLIGHT_MODES } from "./preflight.ts";
import type { Wishes } from "./task.ts";
import { unknownInputs } from "./unknown-inputs.ts";

/** What the step's `with:` says, whatever the event is. */
export interface Given extends Wishes {
  readonly common: CommonInputs;
  readonly region: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly previewEnvironment: Readonly<Record<string, string>>;
  readonly prewarmRate: Rate | undefined;
  readonly logLevel: LogLevel | undefined;
  readonly releaseCommand: string | undefined;
  readonly previewReleaseCommand: string | undefined;
  readonly previewSharesDatabase: boolean;
  /** AWS's own, by which the job signs: a command that is run here may show them. */
  readonly credentials: readonly string[];
}

/** Reads and parses every input. @returns what was given, and a line for each problem */
export function readGiven(
  env: Environment,
  cwd: string,
): { readonly given: Given; readonly problems: readonly string[] } {
  const problems: string[] = [...unknownInputs(env, INPUT_NAMES)];
  const text = (name: InputName) => env[`INPUT_${name.toUpperCase()}`]?.trim() || undefined;
  function read<T>(name: InputName, parser: (text: string) => T, fallback: T): T {
    const value = text(name);
    if (value === undefined) return fallback;
    try {
      return parser(value);
    } catch (error) {
      problems.push(`\`${name}\`: ${(error as Error).message}`);
      return fallback;
    }
  }

  const workingDirectory = resolve(cwd, text("working-directory") ?? ".");
  const repository = env.GITHUB_REPOSITORY?.split("/").at(-1) ?? basename(workingDirectory);
  const common: CommonInputs = {
    workingDirectory,
    app: read("app", parse.name, parse.sanitised(repository)),
    buildCommand: text("build-command"),
    previewDestroyCommand: text("preview-destroy-command"),
    healthCheckPath: read("health-check-path", parse.urlPath, undefined),
    serverCommand: read("server-command", parse.serverCommand, undefined),
    allowEphemeralData: read("allow-ephemeral-data", flag, false),
    inject: read("inject", parse.oneOf(INJECT_MODES), "on"),
    preflight: read("preflight", parse.oneOf(PREFLIGHT_MODES), "request"),
    include: read("include", parse.lines, []),
    exclude: read("exclude", parse.lines, []),
    libraries: read("libraries", parse.libraries, []),
    executables: read("executables", parse.executables, []),
    files: read("files", parse.absolutePaths, []),
    cache: read("cache", flag, true),
    keepGemFiles: read("keep-gem-files", parse.lines, []),
    memory: read("memory", parse.between(128, 10240, "MB"), 1769),
    requestTimeout: read("request-timeout", parse.between(1, 900, "seconds"), 28),
    tmpSize: read("tmp-size", parse.between(512, 10240, "MB"), undefined),
    bucket: text("bucket"),
    executionRole: read("execution-role", parse.roleArn, undefined),
    functionConfiguration: read("function-configuration", parse.jsonObject, {}),
    prewarmConcurrency: read("prewarm-concurrency", parse.between(1, 100, "sandboxes"), 2),
    githubToken: text("github-token"),
    masterKey: env.RAILS_MASTER_KEY?.trim() || undefined,
  };
  const given: Given = {
    common,
    command: read("command", command, "auto"),
    stage: read("stage", parse.name, undefined),
    stages: read("stages", stages, undefined),
    protectedStages: read("protected-stages", stageNames, ["production"]),
    region: text("region") ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined),
    environment: read("environment", parse.variables, {}),
    previewEnvironment: read("preview-environment", parse.variables, {}),
    prewarmRate: read<Rate | undefined>("prewarm-rate", rate, undefined),
    logLevel: read<LogLevel | undefined>("log-level", parse.oneOf(LOG_LEVELS), undefined),
    releaseCommand: text("release-command"),
    previewReleaseCommand: text("preview-release-command"),
    previewSharesDatabase: read("preview-shares-database", flag, false),
    credentials: [env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN].flatMap((key) => key || []),
  };
  return { given, problems };
}
