/** Header lines in order; a name may come several times. */
export type HeaderLines = readonly (readonly [name: string, value: string])[];

/** What the rack server is asked. */
export interface HttpRequest {
  readonly method: string;
  /** SCRIPT_NAME, such as `/production`, or empty. */
  readonly prefix: string;
  /** PATH_INFO, percent-encoded, and the query with its `?` where there is one. */
  readonly target: string;
  /** Lower-case names. */
  readonly headers: HeaderLines;
  readonly body?: Buffer;
}

/** What the rack server answered. Names as it wrote them. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderLines;
  readonly body: Buffer;
}

/** A request that must not be forwarded: answered with 400. */
export class BadRequestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BadRequestError";
  }
}

/** First value of a header; the name in lower case. */
export function headerValue(headers: HeaderLines, name: string): string | undefined {
  return headers.find((line) => line[0].toLowerCase() === name)?.[1];
}
