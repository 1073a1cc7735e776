/** The repository's pull requests, at GitHub. */
export interface PullRequests {
  /** Whether a pull request is closed; a merged one is closed too. */
  isClosed(number: number): Promise<boolean>;
}
