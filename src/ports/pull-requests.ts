/** The repository's pull requests, at GitHub. */
export interface PullRequests {
  /** Merged ones are closed too. */
  isClosed(number: number): Promise<boolean>;
}
