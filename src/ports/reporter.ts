/** Where a run is told: the log for the person watching, the summary for the one arriving later. */
export interface Reporter {
  /** Runs a step in a foldable group and logs its duration. */
  group<T>(title: string, step: () => Promise<T>): Promise<T>;
  info(line: string): void;
  /** An annotation that says why a run did less than one may expect. */
  notice(message: string): void;
  /** An annotation: only for what needs action. */
  warning(message: string): void;
  error(message: string): void;
  /** Masks a value in everything written later. */
  secret(value: string): void;
  output(name: string, value: string): void;
  /** Writes the job's summary, Markdown. */
  summary(markdown: string): Promise<void>;
}
