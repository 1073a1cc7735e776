/** An error of the platform. Its name is what the invoker sees. */
export class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

/** Describes an error to the invoker. */
export function describeError(error) {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return { errorType: error.name, errorMessage: error.message, trace: lines(error) };
}

/** Describes an error in the log. */
export function logForm(error) {
  if (!(error instanceof Error))
    return { errorType: typeof error, errorMessage: String(error), stack: [] };
  return { errorType: error.name, errorMessage: error.message, ...error, stack: lines(error) };
}

const lines = (error) => String(error.stack ?? "").split("\n");
