/** An error of the platform. Its name is what the invoker sees. */
export class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

/** Describes an error to the invoker. AWS's client writes DEL as an escape: headers must not hold it. */
export function describeError(error) {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return {
    errorType: escaped(error.name),
    errorMessage: escaped(error.message),
    trace: lines(escaped(error.stack)),
  };
}

/** Describes an error in the log, as JSON. There, a value that is no error is the message of one. */
export function logForm(error) {
  const whole = error instanceof Error ? error : new Error(String(error));
  return JSON.stringify(whole, (_, value) => (value instanceof Error ? members(value) : value));
}

function members(error) {
  const { name: errorType, message: errorMessage, code } = error;
  return { errorType, errorMessage, code, ...error, stack: lines(error.stack) };
}

const escaped = (text) => text?.replaceAll("\u007f", "%7F");
const lines = (stack) => String(stack ?? "").split("\n");
