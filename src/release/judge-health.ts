/** What an answer to the health-check path says of the app. */
export type Health =
  | "healthy"
  /** Rails' HostAuthorization or Rack::Protection refuses the host that the front door sends. */
  | "blocks the host"
  | "failing";

/** The line that Rails and Sinatra log where they refuse a host. */
const BLOCKED_HOST = /Blocked hosts?|Host not permitted/;

/**
 * The one rule of health: a status below 500 will do, unless the app refuses the host.
 * @param log what the app wrote meanwhile; empty where that is not known
 */
export function judgeHealth(status: number, log: string): Health {
  if (status === 403 && BLOCKED_HOST.test(log)) return "blocks the host";
  return status < 500 ? "healthy" : "failing";
}
