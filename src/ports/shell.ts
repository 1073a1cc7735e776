/** A child process to run. There is no shell: `file` is executed with exactly `args`. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Variables added to the runner's environment; `undefined` removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Finished {
  /** Exit status; 128 + n after signal n. */
  readonly status: number;
  /** @throws Error if it is longer than 8 MB */
  readonly stdout: string;
  /** stdout and stderr, interleaved as they came, for the person who reads the failure; of a long one the last 4 MB. */
  readonly output: string;
}

export interface Shell {
  /**
   * Runs a command to its end. Does not throw because of its exit status.
   * @param onLine called with each line of output, stdout and stderr alike, as it comes; with pieces of a very long one
   * @throws Error with code ENOENT if `file` does not exist
   */
  run(command: Command, onLine?: (line: string) => void): Promise<Finished>;
}
