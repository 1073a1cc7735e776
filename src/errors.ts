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

/** Returns where an error was thrown: the lines of its stack that name a place, without its message. */
export function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const { stack = "", message } = error;
  const start = message === "" ? -1 : stack.lastIndexOf(message);
  const rest = start < 0 ? stack : stack.slice(start + message.length);
  return rest.split("\n").filter((line) => /^ {4}at .*:\d+:\d+\)?$/.test(line));
}
