/** What an answer to the health-check path says about the app. */
export type Health =
  | "healthy"
  /** Rails' HostAuthorization or Rack::Protection refuses the host that the front door sends. */
  | "blocks the host"
  | "failing";

/** What Rails and Sinatra log when they refuse a host. */
const BLOCKED_HOST = /Blocked hosts?|Host not permitted/;

/**
 * Applies the one rule of health: any status below 500 is healthy, unless the app refuses the host.
 * @param log what the app wrote meanwhile; empty if unknown
 */
export function judgeHealth(status: number, log: string): Health {
  if (status === 403 && BLOCKED_HOST.test(log)) return "blocks the host";
  return status < 500 ? "healthy" : "failing";
}
