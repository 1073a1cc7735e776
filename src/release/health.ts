import type { HealthCheck } from "../../contract/manifest.ts";

/** What an answer to the health check says about the app. */
export interface Health {
  readonly verdict:
    | "healthy"
    /** Rails' HostAuthorization or Rack::Protection refuses the host that the front door sends. */
    | "blocks the host"
    | "failing";
  /** The answer in words: `` `/up` answers 503 ``. */
  readonly said: string;
}

/** What Rails and Sinatra log when they refuse a host. */
const BLOCKED_HOST = /Blocked hosts?|Host not permitted/;

/**
 * Applies the one rule of health: any status below 500 is healthy, unless the app refuses the host.
 * @param log what the app wrote meanwhile; empty if unknown
 */
export function judgeHealth({ path }: HealthCheck, status: number, log: string): Health {
  const said = `\`${path}\` answers ${status}`;
  if (status === 403 && BLOCKED_HOST.test(log)) return { verdict: "blocks the host", said };
  return { verdict: status < 500 ? "healthy" : "failing", said };
}
