import type { PreflightMode } from "./preflight.ts";
import type { Preview, Task } from "./task.ts";

/** What the user asked for, once and for all read and checked. */
export interface Inputs extends CommonInputs {
  readonly task: Task;
  /** Whether it is one of `protected-stages`. */
  readonly stageIsProtected: boolean;
  /** The stage that the task is about; `production` where it is about none. */
  readonly stage: string;
  /** Where the stage is a preview. */
  readonly preview: Preview | undefined;
  /** Empty only where the task calls nothing of AWS. */
  readonly region: string;
  /** Variables for the function of that stage. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of that stage: a preview has one of its own. */
  readonly releaseCommand: string | undefined;
  /** How often AWS prewarms that stage, such as `30 minutes`; undefined: not at all. */
  readonly prewarmRate: string | undefined;
  /** Values to mask before anything is written. */
  readonly secrets: readonly string[];
}

/** Whether the copy of the app is edited; `report`: shown, and nothing deployed. */
export const INJECT_MODES = ["on", "off", "report"] as const;
export type InjectMode = (typeof INJECT_MODES)[number];

/** Rails' levels. */
export const LOG_LEVELS = ["debug", "info", "warn", "error", "fatal"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What holds for every stage. */
export interface CommonInputs {
  /** Absolute path of the app's folder. */
  readonly workingDirectory: string;
  readonly app: string;
  readonly buildCommand: string | undefined;
  /** Run in a preview before it goes. */
  readonly previewDestroyCommand: string | undefined;
  readonly healthCheckPath: string | undefined;
  /** A shell line with `{socket}` and `{rackup}`; chosen from the bundle where it is not given. */
  readonly serverCommand: string | undefined;
  readonly inject: InjectMode;
  readonly preflight: PreflightMode;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Carried with Ruby: libraries by name or path, programs by name or path, absolute paths. */
  readonly libraries: readonly string[];
  readonly executables: readonly string[];
  readonly files: readonly string[];
  /** Gems that are packed whole; `*`: all. */
  readonly keepGemFiles: readonly string[];
  /** MB. */
  readonly memory: number;
  /** Seconds for one HTTP request. */
  readonly requestTimeout: number;
  /** MB; chosen from the unpacked size where it is not given. */
  readonly tmpSize: number | undefined;
  readonly bucket: string | undefined;
  /** ARN. */
  readonly executionRole: string | undefined;
  /** Merged into the function's configuration. */
  readonly functionConfiguration: Readonly<Record<string, unknown>>;
  /** Whether vendored gems are kept between runs. */
  readonly cache: boolean;
  /** Distinct sandboxes. */
  readonly prewarmConcurrency: number;
  /** The owner knows that a sandbox loses what it keeps. */
  readonly allowEphemeralData: boolean;
  readonly githubToken: string | undefined;
  /** RAILS_MASTER_KEY of the job, where it has one. */
  readonly masterKey: string | undefined;
}

/** Every input of `action.yml`. A test holds the two and the README's table equal. */
export const INPUT_NAMES = [
  "command",
  "working-directory",
  "app",
  "stage",
  "stages",
  "protected-stages",
  "region",
  "environment",
  "preview-environment",
  "build-command",
  "release-command",
  "preview-release-command",
  "preview-destroy-command",
  "preview-shares-database",
  "server-command",
  "health-check-path",
  "inject",
  "preflight",
  "include",
  "exclude",
  "libraries",
  "executables",
  "files",
  "cache",
  "keep-gem-files",
  "memory",
  "request-timeout",
  "tmp-size",
  "bucket",
  "execution-role",
  "function-configuration",
  "prewarm-concurrency",
  "prewarm-rate",
  "log-level",
  "allow-ephemeral-data",
  "github-token",
] as const;

export type InputName = (typeof INPUT_NAMES)[number];
