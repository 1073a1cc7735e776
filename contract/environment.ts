/**
 * Names of variables in the function's environment, which an operator may change without a build. Settings that
 * change only with a version are in the manifest.
 */
export const Env = {
  /** The stage: `production`, `pr-12`. Readable by the app. */
  stage: "MEGAMODE_STAGE",
  /** First part of every resource's name. Readable by the app. */
  app: "MEGAMODE_APP",
  /** Digest of the bundle that this version runs. Readable by the app. */
  release: "MEGAMODE_RELEASE",
  /** Bucket that holds the archives. */
  bucket: "MEGAMODE_BUCKET",
  /** Seconds that one HTTP request may take. */
  requestTimeout: "MEGAMODE_REQUEST_TIMEOUT",
  /** `1` while the app is tried on the runner, before it runs in Lambda. Readable by the app. */
  preflight: "MEGAMODE_PREFLIGHT",
  /** Rails' log level, such as `debug`; the app's own if it is not set. */
  logLevel: "MEGAMODE_LOG_LEVEL",
  /** `true` shows each request's event and parameters in the log, without what may be secret. */
  logEvents: "MEGAMODE_LOG_EVENTS",
  /** Namespace of CloudWatch metrics: a cold start is one of them where it is set. */
  metrics: "MEGAMODE_METRICS",
  /** What of a Rails app the rack server loads before it listens: `auto`, `app` or `first-request`. Anything else is `app`. */
  eagerLoad: "MEGAMODE_EAGER_LOAD",
  /** The stage's URL behind a CDN: `public-url.ts`. Readable by the app. */
  publicUrl: "MEGAMODE_PUBLIC_URL",
  /** What a CDN may set, separated by spaces: `trusted-proxy.ts`. */
  trustedProxyHeaders: "MEGAMODE_TRUSTED_PROXY_HEADERS",
  /** Answers every request with 503, without starting the app: `1`, or the text to show. */
  maintenance: "MEGAMODE_MAINTENANCE",
  /** Paths of files in `public/` that the proxy serves itself, separated by commas: `/assets,/favicon.ico`. */
  staticPaths: "MEGAMODE_STATIC_PATHS",
  /** The app's path that events which are not HTTP are posted to, such as `/events`. Clients cannot reach it. Read by the gem, too. */
  eventsPath: "MEGAMODE_EVENTS_PATH",
  /** `true`, or the ARNs of sources: their batches are answered by `batchItemFailures`. */
  reportBatchItemFailures: "MEGAMODE_REPORT_BATCH_ITEM_FAILURES",
  /** Statuses of the app, such as `500,502-504`, that fail the invocation. */
  errorStatusCodes: "MEGAMODE_ERROR_STATUS_CODES",
  /** A header whose value the app sees as `Authorization`, for front doors that use up the client's own. */
  authorizationSource: "MEGAMODE_AUTHORIZATION_SOURCE",
  /** A path that the rack server must answer before it gets requests; without it, a connection is enough. */
  readinessPath: "MEGAMODE_READINESS_PATH",
  /** The statuses that count as ready: `200-399`. */
  readinessStatuses: "MEGAMODE_READINESS_STATUSES",
  /** Requests after which the rack server is replaced. */
  recycleAfterRequests: "MEGAMODE_RECYCLE_AFTER_REQUESTS",
  /** MB of memory above which the rack server is replaced. */
  recycleAboveMb: "MEGAMODE_RECYCLE_ABOVE_MB",
} as const;

/** The secret that Rails signs sessions with; generated once per stage if the app brings none. */
export const SECRET_KEY_BASE = "SECRET_KEY_BASE";
