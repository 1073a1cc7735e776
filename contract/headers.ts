/** Headers between the proxy and the app's side (the gem). Names as they go over the wire. */
export const Header = {
  /** proxy -> app: SCRIPT_NAME, such as `/production`. Trusted by the gem only beside the right secret. */
  prefix: "x-megamode-prefix",
  /** proxy -> app: equals MEGAMODE_PROXY_SECRET, a random value per boot that no client can know. */
  secret: "x-megamode-secret",
  requestId: "x-request-id",
  traceId: "x-amzn-trace-id",
  requestContext: "x-amzn-request-context",
  lambdaContext: "x-amzn-lambda-context",
  /** proxy -> client: prewarms and calls that this sandbox has seen. */
  prewarmCount: "x-megamode-prewarm-count",
  callCount: "x-megamode-call-count",
} as const;

/** Environment of the rack server, set by the proxy at each boot: the secret of the headers above. */
export const PROXY_SECRET = "MEGAMODE_PROXY_SECRET";

/**
 * The gem writes this line to stdout when a response's body is closed, so that the proxy knows when a
 * request's lines are complete: `MARKER_START + secret + " " + request id + "\n"`. It is never logged.
 */
export const MARKER_START = "\u001emegamode-end ";
