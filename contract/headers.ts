/** Headers between the proxy, the gem in the app and the client, named as they are sent. */
export const Header = {
  /** proxy -> app: SCRIPT_NAME, such as `/production`. The gem trusts it only together with the right secret. */
  prefix: "x-megamode-prefix",
  /** proxy -> app: equals MEGAMODE_PROXY_SECRET, a random value per boot that no client can know. */
  secret: "x-megamode-secret",
  /** proxy -> gem: `1` asks it to load what is deferred. It answers 204 itself, and only together with the right secret. */
  prewarm: "x-megamode-prewarm",
  /** proxy -> gem: says that the request is an event which is not HTTP, and names its source, such as `aws:sqs`. */
  event: "x-megamode-event",
  /**
   * gem -> proxy: `1` says that the end of the answer's request will be marked in the output, `0` that everything of it is
   * written before the answer. Never reaches a client.
   */
  log: "x-megamode-log",
  requestId: "x-request-id",
  traceId: "x-amzn-trace-id",
  requestContext: "x-amzn-request-context",
  lambdaContext: "x-amzn-lambda-context",
  /** proxy -> client: prewarms and calls that this sandbox has seen. */
  prewarmCount: "x-megamode-prewarm-count",
  callCount: "x-megamode-call-count",
} as const;

/** The variable by which the proxy gives the rack server the secret of the headers above, at each boot. */
export const PROXY_SECRET = "MEGAMODE_PROXY_SECRET";

/**
 * Begins the line that the gem writes to stdout when a response's body is closed, so that the proxy knows when a
 * request's lines are complete: `MARKER_START + secret + " " + request id + "\n"`. The line is never logged.
 */
export const MARKER_START = "\u001emegamode-end ";

/**
 * Begins what a thread prints that outlived its request, or comes in the middle of a line if the thread prints it in pieces:
 * `OWNER_START + secret + " " + id of its request + " "`.
 */
export const OWNER_START = "\u001emegamode-of ";
