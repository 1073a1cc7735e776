/** Where a run reports: in the log for the person watching, in the summary for whoever looks later. */
export interface Reporter {
  /** Runs a step in a foldable group and logs its duration. */
  group<T>(title: string, step: () => Promise<T>): Promise<T>;
  info(line: string): void;
  /** Adds an annotation that says why a run did less than one might expect. */
  notice(message: string): void;
  /** Adds an annotation about something that needs action. */
  warning(message: string): void;
  error(message: string): void;
  /**
   * Says which texts everybody may read, such as parts of the step's outputs: they are never masked. Before the first
   * `secret`.
   */
  keepReadable(isReadable: (text: string) => boolean): void;
  /** Masks a value in everything written later, unless it is too short to be told from other text. */
  secret(value: string): void;
  output(name: string, value: string): void;
  /** Writes the job's summary, Markdown. */
  summary(markdown: string): Promise<void>;
}
