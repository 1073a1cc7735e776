/** What the user asked for, once and for all read and checked. */
export interface Inputs {
  /** Absolute path of the app's folder. */
  readonly workingDirectory: string;
  readonly app: string;
  readonly stage: string;
  readonly region: string;
  /** Variables for the function. */
  readonly environment: Readonly<Record<string, string>>;
  readonly buildCommand: string | undefined;
  readonly releaseCommand: string | undefined;
  readonly healthCheckPath: string | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
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
  /** Distinct sandboxes. */
  readonly prewarmConcurrency: number;
}

/** Every input of `action.yml`. A test holds the two and the README's table equal. */
export const INPUT_NAMES = [
  "working-directory",
  "app",
  "stage",
  "region",
  "environment",
  "build-command",
  "release-command",
  "health-check-path",
  "include",
  "exclude",
  "memory",
  "request-timeout",
  "tmp-size",
  "bucket",
  "execution-role",
  "function-configuration",
  "prewarm-concurrency",
] as const;

export type InputName = (typeof INPUT_NAMES)[number];
