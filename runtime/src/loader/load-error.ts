import { S3_DENIED } from "../../../contract/messages.ts";

/** Says that the archives could not be brought to the root. The message is one line that says what to do. */
export class LoadError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LoadError";
  }
}

/**
 * Says that S3 denied an archive to the function's role, or does not know the bucket. Whoever asked can tell it by its
 * name: it passes by itself where role or bucket are new.
 */
export class DeniedError extends LoadError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = S3_DENIED;
  }
}

/** Says that another attempt is worthwhile, after a flaky answer or a connection that broke. */
export class TransientError extends LoadError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TransientError";
  }
}

/** Says that no connection could be made. One more attempt is worthwhile, and not many: each waits. */
export class Unreachable extends TransientError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Unreachable";
  }
}
