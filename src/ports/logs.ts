export interface Logs {
  /**
   * Removes a log group and all that was logged there, if it exists.
   * @throws UserError if it may not be removed
   */
  remove(group: string): Promise<void>;
}
