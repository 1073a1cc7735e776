/** What is known about where an app keeps data. */
export interface DataSources {
  /** Texts of the app's files by path; absent if there is no such file. */
  readonly files: ReadonlyMap<string, string>;
  /** Gem -> version. */
  readonly locked: ReadonlyMap<string, string>;
  /** Variables of the function. */
  readonly environment: Readonly<Record<string, string>>;
  /** Paths at which file systems are mounted. */
  readonly mounts: readonly string[];
  readonly railsEnv: string;
}

/** Data or work that a sandbox would keep for itself and lose. */
export interface Risk {
  /** `lost`: data is gone when its sandbox ends. `idle`: jobs are queued and nobody runs them. */
  readonly kind: "lost" | "idle";
  /** A sentence. */
  readonly what: string;
  readonly fix: string;
}
