import type { RailsEnv } from "./rails-env.ts";
import type { Preview, Task } from "./task.ts";
import type { TrustLevel } from "./trust.ts";

/** What the user asked for, read and checked. */
export interface Inputs extends CommonInputs {
  readonly task: Task;
  /** The stage's trust level; `preview` for a build that is not deployed. */
  readonly trust: TrustLevel;
  /** The stage that the task is about; `production` if it is about none. */
  readonly stage: string;
  /** Undefined unless the stage is a preview. */
  readonly preview: Preview | undefined;
  /** Empty only if the task does not call AWS. */
  readonly region: string;
  /** Variables for the stage's function. */
  readonly environment: Readonly<Record<string, string>>;
  /** What previews may read of what is kept in AWS: `references.ts`. */
  readonly previewReferences: readonly string[];
  readonly railsEnv: RailsEnv;
  /** Variables for what runs while the app is built; they come before `environment` and the step's. */
  readonly buildEnvironment: Readonly<Record<string, string>>;
  /** The stage's release command; a preview has its own. */
  readonly releaseCommand: string | undefined;
  /** How often AWS prewarms the stage, such as `30 minutes`; undefined: never. */
  readonly prewarmRate: string | undefined;
  /** Values to mask before anything is logged. */
  readonly secrets: readonly string[];
}

/** Whether the copy of the app is edited. `report` only shows the edits and deploys nothing. */
export const INJECT_MODES = ["on", "off", "report"] as const;
type InjectMode = (typeof INJECT_MODES)[number];

/** How the built app is tried on the runner: `boot` starts it, `request` also asks it for a page. */
export const PREFLIGHT_MODES = ["request", "boot", "off"] as const;
type PreflightMode = (typeof PREFLIGHT_MODES)[number];

/** Log levels of Rails. */
export const LOG_LEVELS = ["debug", "info", "warn", "error", "fatal"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Whether each line of the log is a JSON object. */
export const LOG_FORMATS = ["text", "json"] as const;
type LogFormat = (typeof LOG_FORMATS)[number];

/** What of a Rails app is loaded before it serves: docs/eager-load.md. */
export const EAGER_LOAD_MODES = ["auto", "app", "first-request"] as const;
export type EagerLoad = (typeof EAGER_LOAD_MODES)[number];

/** How responses reach the client: whole, or as the app writes them. */
export const RESPONSE_MODES = ["buffer", "stream"] as const;
export type ResponseMode = (typeof RESPONSE_MODES)[number];

/** Inputs that are the same for every stage. */
export interface CommonInputs {
  /** Absolute path of the app's folder. */
  readonly workingDirectory: string;
  readonly app: string;
  readonly buildCommand: string | undefined;
  /** Runs in a preview before the preview is removed. */
  readonly previewDestroyCommand: string | undefined;
  readonly healthCheckPath: string | undefined;
  /** A shell line with `{socket}` or `{port}`, and `{rackup}`; chosen by the bundle's gems if not given. */
  readonly serverCommand: string | undefined;
  readonly inject: InjectMode;
  readonly preflight: PreflightMode;
  readonly eagerLoad: EagerLoad;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Names or paths of shared libraries to package with Ruby. */
  readonly libraries: readonly string[];
  /** Names or paths of programs to package with Ruby. */
  readonly executables: readonly string[];
  /** Absolute paths of other files to package with Ruby. */
  readonly files: readonly string[];
  /** Gems that are packed without leaving any file out; `*`: all. */
  readonly keepGemFiles: readonly string[];
  /** MB. */
  readonly memory: number;
  /** Seconds for one HTTP request. */
  readonly requestTimeout: number;
  readonly responseMode: ResponseMode;
  /** MB; chosen by the unpacked size if not given. */
  readonly tmpSize: number | undefined;
  readonly bucket: string | undefined;
  /** ARN. */
  readonly executionRole: string | undefined;
  readonly logFormat: LogFormat;
  /** Merged into the function's configuration. */
  readonly functionConfiguration: Readonly<Record<string, unknown>>;
  /** Whether vendored gems are cached between runs. */
  readonly cache: boolean;
  /** How many sandboxes to prewarm. */
  readonly prewarmConcurrency: number;
  /** The app's owner accepts that data written in a sandbox is lost with it. */
  readonly allowEphemeralData: boolean;
  readonly githubToken: string | undefined;
  /** The job's RAILS_MASTER_KEY. */
  readonly masterKey: string | undefined;
}

/** Every input of `action.yml`. A test checks that both agree with the README's table. */
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
  "rails-env",
  "build-command",
  "build-environment",
  "release-command",
  "preview-release-command",
  "preview-destroy-command",
  "preview-shares-data",
  "preview-shares-database",
  "server-command",
  "health-check-path",
  "public-url",
  "trusted-proxy-headers",
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
  "response-mode",
  "tmp-size",
  "bucket",
  "execution-role",
  "function-configuration",
  "prewarm-concurrency",
  "prewarm-rate",
  "eager-load",
  "log-level",
  "log-format",
  "log-events",
  "allow-ephemeral-data",
  "github-token",
] as const;

export type InputName = (typeof INPUT_NAMES)[number];
