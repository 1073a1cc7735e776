/** A child process as a value. Never a shell string: `file` is executed with `args` as they are. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to the runner's environment; `undefined` removes a name. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Finished {
  /** Exit status; 128 + n for signal n. */
  readonly status: number;
  readonly stdout: string;
  /** stdout and stderr as they came, for the person who reads the failure. */
  readonly output: string;
}

export interface Shell {
  /**
   * Runs a command to its end. Never throws for its exit status.
   * @param onLine called with each line of output, stdout and stderr alike, as it comes
   * @throws Error with code ENOENT where `file` does not exist
   */
  run(command: Command, onLine?: (line: string) => void): Promise<Finished>;
}
