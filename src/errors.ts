/** A problem that the user can fix. Any other error that reaches the top is our bug. */
export class UserError extends Error {
  /** What to do about it: one sentence, or a few lines to paste. */
  readonly fix: string;

  constructor(message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UserError";
    this.fix = fix;
  }
}
