/** Header lines in order; a name may come several times. */
export type HeaderLines = readonly (readonly [name: string, value: string])[];

/** A request to the rack server. */
export interface HttpRequest {
  readonly method: string;
  /** SCRIPT_NAME, such as `/production`, or empty. */
  readonly prefix: string;
  /** PATH_INFO, percent-encoded, followed by the query with its `?` if there is one. */
  readonly target: string;
  /** Lower-case names. */
  readonly headers: HeaderLines;
  readonly body?: Buffer;
  /** Names of the client's headers that are left out because they hold an underscore. */
  readonly leftOut?: readonly string[];
}

/** The beginning of the rack server's answer. Header names are as it wrote them. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: HeaderLines;
}

/** The rack server's whole answer. */
export interface HttpResponse extends ResponseHead {
  readonly body: Buffer;
  /** How many more bytes the body had, if it was too long to be kept. */
  readonly dropped?: number;
}

/** Takes an answer while it arrives. */
export interface Receiver {
  /** Called once, before any chunk. */
  head(head: ResponseHead): void;
  /**
   * Called for each piece of the body, never with an empty one. No more is read from the server until the promise
   * settles, and then the memory of the bytes is used again.
   */
  chunk(bytes: Buffer): void | Promise<void>;
  /**
   * Names memory for the bytes that come next, which are then given to `chunk` there. Longer than the rest of the body, so
   * that bytes behind it are seen.
   * @param left bytes of the body that are to come
   */
  room?(left: number): Buffer | undefined;
}

/** A request that must not be forwarded and is answered with 400. */
export class BadRequestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BadRequestError";
  }
}

/** Returns the first value of a header. @param name in lower case */
export function headerValue(headers: HeaderLines, name: string): string | undefined {
  for (const [given, value] of headers) {
    if (given.length === name.length && given.toLowerCase() === name) return value;
  }
  return undefined;
}
